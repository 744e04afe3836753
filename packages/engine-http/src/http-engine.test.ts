import { ConnectionClosedError, InvalidUrlError, TlsError, UnsupportedEngineError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { deadPort, httpServer, stand } from "../test/server.ts";
import { httpEngine } from "./http-engine.ts";
import { createPool } from "./pool-fetch.ts";

describe("opening", () => {
  it("does no I/O, so a server that is not there yet is no reason to fail", async () => {
    await using to = await stand(`http://127.0.0.1:${await deadPort()}`);
    expect(to.recorder.heard).toEqual([]);
  });

  it("refuses another scheme", async () => {
    await expect(stand("ws://localhost:1")).rejects.toThrow(InvalidUrlError);
  });

  it("refuses http:// when TLS is demanded", async () => {
    await expect(stand("http://localhost:1", { requireTls: true })).rejects.toThrow(TlsError);
    await using to = await stand("https://localhost:1", { requireTls: true });
    expect(to.connection).toBeDefined();
  });

  it("fails when nobody waits for it any more", async () => {
    const opening = stand("http://localhost:1", {}, { signal: AbortSignal.abort(new Error("enough")) });
    await expect(opening).rejects.toThrow(ConnectionClosedError);
    await expect(opening).rejects.toMatchObject({ outcome: "not_sent", cause: { message: "enough" } });
  });

  it("refuses certificates where `fetch` cannot take them", async () => {
    const opening = stand("https://localhost:1", { fetch: globalThis.fetch, tls: { ca: "" } });
    await expect(opening).rejects.toMatchObject({ feature: "tls", outcome: "not_sent" });
  });

  it.each([
    ["a line break in a value", { "x-a": "canary\r\nx-b: c" }],
    ["a character that is no Latin-1", { "x-a": "canary 名" }],
    ["a value that is no text", { "x-a": 5 as unknown as string }],
    ["a name with a blank", { "x a": "canary" }],
    ["an empty name", { "": "canary" }],
    ["a length of its own", { "Content-Length": "canary" }],
    ["a transfer coding", { "transfer-encoding": "canary" }],
  ])("refuses headers with %s, without repeating the value", async (_what, headers) => {
    const error: unknown = await stand("http://localhost:1", {}, { headers }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).not.toContain("canary");
  });
});

it("needs a fetch where there is no pool", async () => {
  const fetch = globalThis.fetch;
  Reflect.deleteProperty(globalThis, "fetch");
  try {
    const pool = createPool({ origin: "http://localhost:1", connections: 1, connectTimeout: 1 });
    await expect(pool).rejects.toThrow(UnsupportedEngineError);
    await expect(pool).rejects.toThrow("Pass a function as the option `fetch`");
  } finally {
    globalThis.fetch = fetch;
  }
});

it("sends nothing of its own accord", async () => {
  await using server = await httpServer((_seen, response) => response.end());
  const to = await stand(server.url);
  await to.connection.close(0);
  expect(server.connections()).toBe(0);
});

it("refuses a fetch that is no function", () => {
  expect(() => httpEngine({ fetch: "fetch" as never })).toThrow(TypeError);
});
