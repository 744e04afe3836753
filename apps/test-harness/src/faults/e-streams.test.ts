import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { FaultProxy } from "@surreal-sdk/test-server";
import { ConnectionLostError, ImportSourceError, TransportTimeoutError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { startHttpPeer } from "./kit/http-peer.ts";
import { rejection, settled } from "./kit/watchdog.ts";

const megabyte = 1024 * 1024;
const chunk = Buffer.from(`INSERT [ { id: a:1, text: '${"x".repeat(65_000)}' } ];\n`);

/** Writes an export as fast as it is taken. */
async function writeExport(response: ServerResponse, chunks: number): Promise<void> {
  for (let index = 0; index < chunks && !response.destroyed; index += 1) {
    if (response.write(chunk)) continue;
    const over = new AbortController();
    const ends = ["drain", "close"].map((event) => once(response, event, { signal: over.signal }));
    await Promise.race(ends);
    over.abort();
    await Promise.allSettled(ends);
  }
  response.end();
}

/** Reads a stream to whatever end it has. */
async function read(stream: AsyncIterable<string>): Promise<{ bytes: number; error: Error | undefined }> {
  let bytes = 0;
  try {
    for await (const part of stream) bytes += part.length;
  } catch (error) {
    return { bytes, error: error as Error };
  }
  return { bytes, error: undefined };
}

describe("an export in parts", () => {
  it.each(["fin", "rst"] as const)(
    "E16 that is cut off at any byte (%s) throws, and never ends as if it were whole",
    async (ending) => {
      await using server = await FakeSurreal.start();
      server.onHttp((_request, response) => {
        void writeExport(response, 4);
        return true;
      });
      await using proxy = await FaultProxy.to(server.port);
      const whole = 4 * chunk.length;
      const db = client(proxy.httpUrl);
      for (let after = 200; after < whole; after += 20_011) {
        proxy.faults = { cut: { direction: "toClient", after, ending } };
        const { bytes, error } = await settled(read(db.exportStream()));
        expect(error).toBeInstanceOf(ConnectionLostError);
        expect(error).toMatchObject({ outcome: "unknown" });
        expect(bytes).toBeLessThan(whole);
      }
      proxy.faults = {};
      expect(await settled(read(db.exportStream()))).toEqual({ bytes: whole, error: undefined });
    },
  );

  it("E16 that stalls ends with the deadline of a part, and gives the socket back", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      void writeExport(response, 4);
      return true;
    });
    await using proxy = await FaultProxy.to(server.port);
    proxy.faults = { cut: { direction: "toClient", after: 100_000, ending: "hold" } };
    const { bytes, error } = await settled(read(client(proxy.httpUrl, { timeout: 300 }).exportStream()));
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error).toMatchObject({ outcome: "unknown" });
    expect(bytes).toBeGreaterThan(50_000);
    await settled(proxy.ended());
  });

  it("E16 whose reader leaves ends the exchange at the server", async () => {
    await using server = await FakeSurreal.start();
    const left = new Promise<void>((resolve) => {
      server.onHttp((_request, response) => {
        response.on("close", resolve);
        void writeExport(response, 1_000);
        return true;
      });
    });
    for await (const part of client(server.http).exportStream()) {
      expect(part).toContain("INSERT");
      break;
    }
    await settled(left);
  });

  it("E16 whose reader is slow slows the server down, and memory holds parts alone", async () => {
    await using server = await FakeSurreal.start();
    let response: ServerResponse | undefined;
    server.onHttp((_request, given) => {
      response = given;
      void writeExport(given, 1_000);
      return true;
    });
    let read = 0;
    let lead = 0;
    for await (const part of client(server.http).exportStream()) {
      read += part.length;
      await new Promise((resolve) => setImmediate(resolve));
      lead = Math.max(lead, (response?.socket?.bytesWritten ?? 0) - read);
    }
    expect(read).toBe(1_000 * chunk.length);
    // What two sockets hold between them, and a quarter of what went through at most.
    expect(lead).toBeLessThan(16 * megabyte);
  }, 30_000);
});

describe("an import in parts", () => {
  /** Reads a request, and reports whether its body came to its end. */
  const isWhole = (request: IncomingMessage): Promise<boolean> =>
    new Promise((resolve) => request.resume().on("close", () => resolve(request.complete)));
  const parts = (count: number): string[] => Array.from({ length: count }, () => chunk.toString());

  it.each(["fin", "rst"] as const)(
    "E17 that is cut off (%s) is unknown, sent once, and never whole",
    async (ending) => {
      const ended: Promise<boolean>[] = [];
      await using peer = await startHttpPeer((request, response) => {
        ended.push(isWhole(request));
        request.on("end", () => response.writeHead(200, { "content-type": "application/cbor" }).end(Buffer.of(0x80)));
      });
      await using proxy = await FaultProxy.to(peer.port);
      proxy.faults = { cut: { direction: "toServer", after: 300_000, ending } };
      const error = await rejection(client(proxy.httpUrl).import(parts(10)));
      expect(error).toBeInstanceOf(ConnectionLostError);
      expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
      expect(await settled(Promise.all(ended))).toEqual([false]);
    },
  );

  it("E17 whose source fails never looks whole to the server", async () => {
    const ended: Promise<boolean>[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    await using peer = await startHttpPeer((request) => {
      ended.push(isWhole(request));
      begin();
    });
    async function* failing(): AsyncGenerator<string> {
      yield* parts(5);
      await begun;
      throw new Error("no disk");
    }
    const error = await rejection(client(peer.http).import(failing()));
    expect(error).toBeInstanceOf(ImportSourceError);
    expect(error).toMatchObject({ outcome: "unknown", cause: { message: "no disk" } });
    expect(await settled(Promise.all(ended))).toEqual([false]);
  });

  it("E17 into a server that takes nothing more ends with the deadline of a part", async () => {
    await using peer = await startHttpPeer((request) => void request.pause());
    let given = 0;
    function* endless(): Generator<string> {
      for (; ; given += chunk.length) yield chunk.toString();
    }
    const error = await rejection(client(peer.http, { timeout: 300 }).import(endless()));
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error).toMatchObject({ outcome: "unknown" });
    expect(given).toBeLessThan(32 * megabyte);
  });
});
