import { describe, expect, it } from "vitest";
import { failure } from "../test/failure.ts";
import { httpServer, rawServer, request, stand } from "../test/server.ts";

describe.each([
  ["undici", undefined],
  ["fetch", globalThis.fetch],
])("a hostile answer by %s", (_name, fetch) => {
  it("in a hundred thousand chunks of one byte is put together as it comes", async () => {
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nTransfer-Encoding: chunked\r\n\r\n");
      socket.write(`${"1\r\nx\r\n".repeat(100_000)}0\r\n\r\n`);
    });
    await using to = await stand(server.url, { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1"));
    expect(Buffer.from((await received).frame).equals(Buffer.alloc(100_000, "x"))).toBe(true);
  });

  it("of a server that wants TLS is named so", async () => {
    await using server = await rawServer((socket) => {
      socket.end(Uint8Array.of(0x15, 0x03, 0x03, 0, 2, 2, 50)); // an alert of TLS
    });
    await using to = await stand(server.url, { fetch });
    expect(await failure(to)).toMatchObject({
      name: "ProtocolError",
      message: expect.stringMatching(/answered with something that is not HTTP \(.+\)\. Does it want TLS\?$/),
      outcome: "unknown",
    });
  });

  it("with a status that repeats the request shows nothing of it", async () => {
    await using server = await httpServer((seen, response) => {
      response.writeHead(500).end(Buffer.concat([Buffer.from("<p>error in "), seen.body, Buffer.from("</p>")]));
    });
    await using to = await stand(server.url, { fetch });
    const frame = new TextEncoder().encode("signin pass canary-7d1f");
    expect(await failure(to, request("1", { method: "signin" }, "rpc", frame))).toMatchObject({
      body: "<p>error in signin…pass…</p>",
    });
    to.recorder.heard.length = 0;
    const text = new TextEncoder().encode("DEFINE USER ada PASSWORD 'canary-7d1f'");
    const error = await failure(to, request("2", {}, "import", text));
    expect(error).toMatchObject({ body: "<p>error in DEFINE USER ada PASSWORD '…'</p>" });
  });
});
