import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ConnectionLostError, HttpStatusError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { cbor, deferred, openServer, rawServer, request, stand, type TestStand } from "../test/server.ts";

const megabyte = 1024 * 1024;
/** What the buffers of two sockets may hold, and more than enough of it. */
const buffers = 16 * megabyte;
const ways: [string, typeof globalThis.fetch | undefined][] = [
  ["undici", undefined],
  ["fetch", globalThis.fetch],
];

function exporting(to: TestStand): void {
  to.connection.send({ ...request("1", {}, "export"), streamed: true });
}

/** Writes as fast as the socket takes it. */
async function write(response: ServerResponse, chunks: number, sent: (bytes: number) => void): Promise<void> {
  for (let index = 0; index < chunks && !response.destroyed; index += 1) {
    const went = response.write(Buffer.alloc(65_536, 65 + (index % 26)), () => sent(65_536));
    if (!went) await waitFor(response);
  }
  response.end();
}

/** Waits until more can be written, or nothing can any more. */
async function waitFor(response: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const ends = [once(response, "drain", { signal }), once(response, "close", { signal })];
  await Promise.race(ends);
  over.abort();
  await Promise.allSettled(ends);
}

describe.each(ways)("an export in parts, by %s", (name, fetch) => {
  it("comes as it is asked for, and never an empty part", async () => {
    const asked = [deferred<void>(), deferred<void>()];
    await using server = await openServer(async (_message, response) => {
      for (const [index, { promise }] of asked.entries()) {
        response.write(`part ${index};`);
        await promise;
      }
      response.end("end");
    });
    await using to = await stand(server.url, { fetch });
    exporting(to);
    const texts: string[] = [];
    for (let seen = 0; ; seen += 1) {
      const heard = await to.recorder.at(seen);
      if (heard.kind !== "part") break;
      expect(heard.bytes.byteLength).toBeGreaterThan(0);
      texts.push(Buffer.from(heard.bytes).toString());
      to.connection.proceed?.("1");
      // Only now is there more: a reader that continues finds nothing at first.
      await new Promise((resolve) => setImmediate(resolve));
      asked[seen]?.resolve();
    }
    expect(texts.join("")).toBe("part 0;part 1;end");
    expect(to.recorder.heard.at(-1)).toEqual({ kind: "received", frame: new Uint8Array(), replyTo: "1" });
  });

  it("slows the server down when its reader is slow, whatever maxMessageBytes says", async () => {
    const lead = { sent: 0, read: 0, most: 0 };
    await using server = await openServer((_message, response) => {
      void write(response, 1024, (bytes) => {
        lead.sent += bytes;
        lead.most = Math.max(lead.most, lead.sent - lead.read);
      });
    });
    await using to = await stand(server.url, { fetch });
    exporting(to);
    for (let seen = 0; ; seen += 1) {
      const heard = await to.recorder.at(seen);
      if (heard.kind !== "part") break;
      await new Promise((resolve) => setImmediate(resolve));
      lead.read += heard.bytes.byteLength;
      to.connection.proceed?.("1");
    }
    expect(to.recorder.heard.at(-1)).toMatchObject({ kind: "received" });
    expect(lead).toMatchObject({ sent: 64 * megabyte, read: 64 * megabyte });
    expect(lead.most).toBeLessThan(buffers);
  }, 30_000);

  it.each([
    ["in the middle of a chunked body", {}],
    ["before its announced end", { "content-length": "1000" }],
  ])("fails when it is cut off %s", async (_what, headers) => {
    await using server = await openServer((_message, response) => {
      response.writeHead(200, headers).write("OPTION IMPORT;", () => response.destroy());
    });
    await using to = await stand(server.url, { fetch });
    const failed = to.recorder.next("failed");
    exporting(to);
    if ((await to.recorder.at(0)).kind === "part") to.connection.proceed?.("1");
    const { error } = await failed;
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error.outcome).toBe("unknown");
  });

  it("is a refusal as a whole when the server refuses", async () => {
    await using server = await openServer((_message, response) => response.writeHead(403).end("no"));
    await using to = await stand(server.url, { fetch });
    exporting(to);
    expect(await to.recorder.at(0)).toMatchObject({ kind: "failed", error: { status: 403, outcome: "failed" } });
  });

  it("gives its connection back when nobody reads on", async () => {
    const closed = deferred<void>();
    await using server = await openServer((_message, response) => {
      response.on("close", () => closed.resolve());
      void write(response, 1024, () => undefined);
    });
    await using to = await stand(server.url, { fetch });
    exporting(to);
    await to.recorder.at(0);
    to.connection.abandon?.("1");
    await closed.promise;
    to.connection.proceed?.("1");
    expect(to.recorder.kinds()).toEqual(["part"]);
  });

  if (name === "undici")
    it("is not taken for whole when nothing marks its end", async () => {
      await using server = await rawServer((socket) => {
        socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nOPTION IMPORT;");
      });
      await using to = await stand(server.url, { fetch });
      const failed = to.recorder.next("failed");
      exporting(to);
      if ((await to.recorder.at(0)).kind === "part") to.connection.proceed?.("1");
      expect((await failed).error).toBeInstanceOf(ConnectionLostError);
    });
});

describe("an import in parts", () => {
  const importing = (to: TestStand, text: string): void =>
    to.connection.send({ ...request("1", {}, "import", Buffer.from(text)), streamed: true });

  it("arrives as one body, each part asked for when the last was taken", async () => {
    await using server = await openServer(async (message, response) => {
      expect(message.headers).toMatchObject({ "transfer-encoding": "chunked" });
      const chunks: Buffer[] = [];
      for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
      cbor(response, Buffer.concat([Buffer.of(0x65), Buffer.concat(chunks)]));
    });
    await using to = await stand(server.url);
    importing(to, "a");
    for (const [seen, part] of ["bc", "d", "e", undefined].entries()) {
      expect(await to.recorder.at(seen)).toEqual({ kind: "part", id: "1", bytes: new Uint8Array() });
      to.connection.proceed?.("1", part === undefined ? undefined : Buffer.from(part));
    }
    const heard = await to.recorder.at(4);
    expect(heard.kind === "received" && Buffer.from(heard.frame).toString("latin1")).toBe("\xa1\x66result\x65abcde");
  });

  it("goes no faster than the server reads", async () => {
    const lead = { given: 0, read: 0, most: 0 };
    await using server = await openServer(async (message, response) => {
      for await (const chunk of message as AsyncIterable<Buffer>) {
        lead.read += chunk.length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      cbor(response, Uint8Array.of(0x80));
    });
    await using to = await stand(server.url);
    importing(to, "x".repeat(65_536));
    for (let seen = 0; (await to.recorder.at(seen)).kind === "part"; seen += 1) {
      lead.given += 65_536;
      lead.most = Math.max(lead.most, lead.given - lead.read);
      to.connection.proceed?.("1", seen < 1023 ? Buffer.alloc(65_536, 120) : undefined);
    }
    expect(to.recorder.heard.at(-1)).toMatchObject({ kind: "received" });
    expect(lead).toMatchObject({ given: 64 * megabyte, read: 64 * megabyte });
    expect(lead.most).toBeLessThan(buffers);
  }, 30_000);

  it("ends with an answer that comes before its end", async () => {
    await using server = await openServer((_message, response) => response.writeHead(401).end("The token has expired"));
    await using to = await stand(server.url);
    const failed = to.recorder.next("failed");
    importing(to, "a");
    const { error } = await failed;
    expect(error).toBeInstanceOf(HttpStatusError);
    to.connection.proceed?.("1", Buffer.from("b"));
    expect(to.recorder.kinds().filter((kind) => kind !== "part")).toEqual(["failed"]);
  });

  it.each(["abandoned", "closed"])("never looks whole when it is %s", async (how) => {
    const taken = deferred<IncomingMessage>();
    const ended = deferred<void>();
    await using server = await openServer((message) => {
      message.on("error", () => undefined);
      message.on("close", () => ended.resolve());
      message.once("data", () => taken.resolve(message)).resume();
    });
    await using to = await stand(server.url);
    importing(to, "DELETE user WHERE ");
    const message = await taken.promise;
    if (how === "abandoned") to.connection.abandon?.("1");
    else await to.connection.close(0);
    await ended.promise;
    expect(message.complete).toBe(false);
    expect(to.recorder.kinds().filter((kind) => kind === "failed")).toEqual([]);
  });
});
