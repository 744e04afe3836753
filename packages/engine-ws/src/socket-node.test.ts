import { execFile } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ProtocolError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { certificate, certificateKey } from "../test/certificate.ts";
import { context, peer } from "../test/peer.ts";
import { Recorder } from "../test/recorder.ts";
import { webSocketEngine } from "./index.ts";

describe("a message in pieces", () => {
  it("of one byte each ends the connection before they take more memory than the limit allows", async () => {
    await using server = await peer();
    const recorder = new Recorder();
    const opening = webSocketEngine().open(context(server.url, recorder, { maxMessageBytes: 1_000_000 }));
    const accepted = await server.accepted();
    accepted.upgrade();
    const connection = await opening;
    const closed = recorder.next("closed");
    const piece = (first: number): Buffer => Buffer.from([first, 1, 0x61]);
    accepted.socket.write(Buffer.concat([piece(0x02), ...Array.from({ length: 20_000 }, () => piece(0x00))]));
    const { error } = await closed;
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ message: expect.stringContaining("Too many message fragments"), outcome: "unknown" });
    await connection.close(0);
  });
});

describe("a connection that does not read", () => {
  it("leaves what the server sends in the server, until it reads again or is closed", async () => {
    const [size, count] = [1 << 20, 40];
    await using server = await peer();
    const recorder = new Recorder();
    const opening = webSocketEngine().open(context(server.url, recorder));
    const accepted = await server.accepted();
    accepted.upgrade();
    const connection = await opening;
    connection.setReading?.(false);
    const head = Buffer.from([0x82, 127, 0, 0, 0, 0, 0, size >> 16, 0, 0]);
    for (let index = 0; index < count; index += 1) accepted.socket.write(Buffer.concat([head, Buffer.alloc(size)]));
    // A second connection to the same server shows that the server has written what it could.
    for (let index = 0; index < 3; index += 1) {
      const other = webSocketEngine().open(context(server.url, new Recorder()));
      (await server.accepted()).upgrade();
      await (await other).close(0);
    }
    expect(accepted.socket.writableLength).toBeGreaterThan(size);
    const received = (): number => recorder.heard.filter(({ kind }) => kind === "received").length;
    expect(received()).toBeLessThan(count / 2);
    connection.setReading?.(true);
    while (received() < count) await recorder.next("received");
    connection.setReading?.(false);
    await connection.close(0);
    expect(recorder.heard.at(-1)).toMatchObject({ kind: "closed" });
  });
});

describe("NODE_TLS_REJECT_UNAUTHORIZED=0", () => {
  it("does not switch verification off", async () => {
    const server = createTlsServer({ cert: certificate, key: certificateKey }).listen(0, "127.0.0.1");
    await once(server, "listening");
    server.on("tlsClientError", () => undefined);
    const { port } = server.address() as AddressInfo;
    const program = `
      const { parseEndpoint } = await import(import.meta.resolve("@surreal-sdk/transport"));
      const { webSocketEngine } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
      const fail = (error) => { console.log(error.name, error.outcome); process.exit(); };
      const listener = { failed: (_id, error) => fail(error), received() {}, part() {}, alive() {}, closed() {} };
      const connection = await webSocketEngine().open({
        endpoint: parseEndpoint("wss://localhost:${port}"), listener, signal: new AbortController().signal,
        connectTimeout: 10000, maxMessageBytes: 1000, headers: {},
      }).catch(fail);
      connection.send({ id: "1", kind: "rpc", frame: new Uint8Array(1), facts: { method: "ping", exclusive: false } });`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1" },
    });
    expect(stdout.trim()).toBe("TlsError not_sent");
    server.close();
  });
});
