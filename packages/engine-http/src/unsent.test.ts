import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { isUnsent } from "./unsent.ts";

function coded(code: string): Error {
  return Object.assign(new Error("message of the platform"), { code });
}

describe("what a fetch tells of how far it came", () => {
  it.each([
    ["a refused connection", coded("ECONNREFUSED"), true],
    ["a certificate that is not trusted", coded("CERT_HAS_EXPIRED"), true],
    ["an unknown host behind `fetch failed`", new TypeError("fetch failed", { cause: coded("ENOTFOUND") }), true],
    ["a connection that broke off", coded("ECONNRESET"), false],
    ["no code", new TypeError("Failed to fetch"), false],
    ["no error", undefined, false],
  ])("is that nothing was sent, or not known: %s", (_, error, unsent) => {
    expect(isUnsent(error)).toBe(unsent);
  });

  it("ends on a cause that is its own", () => {
    const cause: Error & { cause?: unknown } = new Error("round");
    cause.cause = cause;
    expect(isUnsent(cause)).toBe(false);
  });

  it.each([
    ["browser", "unknown"],
    ["workerd", "unknown"],
    ["other", "not_sent"],
  ])("says in a %s that a refused request was %s", (name, outcome) => {
    const program = `
      import { httpEngine } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
      const fetch = async () => { throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" }); };
      const endpoint = { url: "http://h", rawUrl: "http://h/rpc", scheme: "http" };
      const listener = { failed: (id, error) => console.log(id, error.outcome), closed() {} };
      const context = { endpoint, listener, signal: new AbortController().signal, headers: {}, maxMessageBytes: 1000 };
      const connection = await httpEngine({ fetch }).open({ ...context, connectTimeout: 1000 });
      connection.send({ id: "1", kind: "rpc", frame: new Uint8Array(1), facts: { method: "ping", exclusive: false } });`;
    const flags = [`--conditions=${name}`, "--input-type=module", "-e", program];
    expect(execFileSync(process.execPath, flags, { encoding: "utf8" })).toBe(`1 ${outcome}\n`);
  });
});
