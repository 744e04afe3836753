import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { failure } from "../test/failure.ts";
import { request, stand } from "../test/server.ts";
import type { Fetch } from "./index.ts";

describe("a fetch of the user's", () => {
  const answer = { status: 200, type: "basic", redirected: false, headers: new Headers(), body: null };
  const faults: [string, Fetch, string][] = [
    [
      "throws",
      () => {
        throw new Error("broken");
      },
      "ConnectionLostError",
    ],
    ["rejects with nothing", () => Promise.reject(undefined), "ConnectionLostError"],
    ["answers nothing", async () => undefined as never, "ConnectionLostError"],
    ["answers garbage (I16)", async () => ({ nothing: true }) as never, "ConnectionLostError"],
    ["has followed a redirect", async () => ({ ...answer, redirected: true }), "RedirectRefusedError"],
    ["hides a redirect", async () => ({ ...answer, status: 0, type: "opaqueredirect" }), "RedirectRefusedError"],
  ];

  it.each(faults)("that %s is contained", async (_what, fetch, name) => {
    await using to = await stand("http://localhost:1", { fetch });
    expect(await failure(to)).toMatchObject({ name, outcome: "unknown" });
  });

  it("that ends its body early is not believed", async () => {
    const headers = { "content-type": "application/cbor", "content-length": "9" };
    await using to = await stand("http://localhost:1", {
      fetch: async () => new Response(Uint8Array.of(0xa0), { headers }),
    });
    const error = await failure(to);
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({
      outcome: "unknown",
      message: expect.stringContaining("9 bytes were announced and 1 came"),
    });
  });

  it("in a page of another origin hides that the answer was compressed, and its length counts for nothing", async () => {
    const headers = new Headers({ "content-type": "application/cbor", "content-length": "9" });
    const body = new Response(Uint8Array.of(0xa0)).body;
    await using to = await stand("http://localhost:1", {
      fetch: async () => ({ status: 200, type: "cors", redirected: false, headers, body }),
    });
    const received = to.recorder.next("received");
    to.connection.send(request("1"));
    expect((await received).frame).toEqual(Uint8Array.of(0xa0));
  });

  it("is called with the request and nothing else", async () => {
    const calls: Parameters<Fetch>[] = [];
    const fetch: Fetch = async (...call) => {
      calls.push(call);
      return new Response(Uint8Array.of(0xa0), { headers: { "content-type": "application/cbor; x=y" } });
    };
    await using to = await stand("https://db.example.com/eu", { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1", { namespace: "n" }));
    expect((await received).frame).toEqual(Uint8Array.of(0xa0));
    const headers = { "content-type": "application/cbor", accept: "application/cbor", "surreal-ns": "n" };
    const signal = expect.any(AbortSignal);
    expect(calls).toEqual([
      [
        "https://db.example.com/eu/rpc",
        { method: "POST", headers, body: Uint8Array.of(1, 2), redirect: "manual", signal },
      ],
    ]);
  });
});
