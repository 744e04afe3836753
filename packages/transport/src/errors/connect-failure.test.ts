import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { connectFailure } from "./connect-failure.ts";

function coded(code: string, message = "message of the platform"): Error {
  return Object.assign(new Error(message), { code });
}

describe("the failure of a connection", () => {
  it.each([
    [coded("ECONNREFUSED"), "ConnectionUnavailableError", "nothing listens there"],
    [coded("ENOTFOUND"), "ConnectionUnavailableError", "the host name is unknown (ENOTFOUND)."],
    [coded("EHOSTUNREACH"), "ConnectionUnavailableError", "No connection to wss://h/rpc: EHOSTUNREACH."],
    [coded("UND_ERR_CONNECT_TIMEOUT"), "TransportTimeoutError", "in time"],
    [coded("DEPTH_ZERO_SELF_SIGNED_CERT"), "TlsError", "not trusted"],
    [coded("CERT_HAS_EXPIRED"), "TlsError", "CERT_HAS_EXPIRED"],
    [coded("ERR_TLS_CERT_ALTNAME_INVALID"), "TlsError", "not trusted"],
    [coded("ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE"), "TlsError", "refused the encryption"],
    [coded("EPROTO", "write EPROTO ssl3_get_record:wrong version number"), "ProtocolError", "Use ws://"],
    [coded("ERR_SSL_PACKET_LENGTH_TOO_LONG"), "ProtocolError", "does not speak TLS"],
    [coded("HPE_INVALID_CONSTANT"), "ProtocolError", "not HTTP"],
    [new Error("fetch failed", { cause: coded("ECONNREFUSED") }), "ConnectionUnavailableError", "ECONNREFUSED"],
    [new AggregateError([coded("ECONNREFUSED")], ""), "ConnectionUnavailableError", "ECONNREFUSED"],
    [new Error("something else"), "ConnectionUnavailableError", "something else"],
    [undefined, "ConnectionUnavailableError", "the platform gives no reason"],
  ])("is named by its code: %o", (cause, name, text) => {
    const error = connectFailure(cause, "wss://h/rpc");
    expect(error).toMatchObject({ name, outcome: "not_sent", retrySafe: true });
    expect(error.cause).toBe(cause);
    expect(error.message).toContain(text);
  });

  it("ends its message with one mark", () => {
    expect(connectFailure(coded("ECONNREFUSED"), "ws://h/rpc").message).toBe(
      "No connection to ws://h/rpc: nothing listens there (ECONNREFUSED). Is the server running?",
    );
  });

  it("ends on a cause that is its own", () => {
    const cause: Error & { cause?: unknown } = new Error("round");
    cause.cause = cause;
    expect(connectFailure(cause, "ws://h/rpc").message).toBe("No connection to ws://h/rpc: round.");
  });

  it.each(["browser", "workerd"])("is what the platform says in a %s, which has no codes to look up", (name) => {
    const program = `
      import { connectFailure } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
      for (const facts of [{}, { code: "ENOTFOUND" }, { code: "CERT_HAS_EXPIRED" }]) {
        const cause = Object.assign(new TypeError("Failed to fetch"), facts);
        const error = connectFailure(cause, "https://h/rpc");
        console.log(error.name, error.message, error.outcome, error.cause === cause);
      }`;
    const flags = [`--conditions=${name}`, "--input-type=module", "-e", program];
    const because = ["Failed to fetch", "ENOTFOUND", "CERT_HAS_EXPIRED"];
    expect(execFileSync(process.execPath, flags, { encoding: "utf8" }).trim().split("\n")).toEqual(
      because.map((text) => `ConnectionUnavailableError No connection to https://h/rpc: ${text}. not_sent true`),
    );
  });
});
