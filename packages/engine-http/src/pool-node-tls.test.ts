import { execFile } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { certificate, certificateKey } from "../test/certificate.ts";

describe("NODE_TLS_REJECT_UNAUTHORIZED=0", () => {
  it("does not switch verification off", async () => {
    const server = createTlsServer({ cert: certificate, key: certificateKey }).listen(0, "127.0.0.1");
    await once(server, "listening");
    server.on("tlsClientError", () => undefined);
    const { port } = server.address() as AddressInfo;
    const program = `
      const { parseEndpoint } = await import(import.meta.resolve("@surreal-sdk/transport"));
      const { httpEngine } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
      const fail = (error) => { console.log(error.name, error.outcome); process.exit(); };
      const listener = { failed: (_id, error) => fail(error), received() {}, part() {}, alive() {}, closed() {} };
      const connection = await httpEngine().open({
        endpoint: parseEndpoint("https://localhost:${port}"), listener, signal: new AbortController().signal,
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
