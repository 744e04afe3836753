import { expect, it } from "vitest";
import { connectFailure } from "./connect-failure.ts";

const coded = (code: string, message = "why") => Object.assign(new Error(message), { code });

it.each([
  ["wss://h", coded("ECONNREFUSED"), "ConnectionUnavailableError", "nothing listens there (ECONNREFUSED)"],
  ["wss://h", coded("ENOTFOUND"), "ConnectionUnavailableError", "the host name is unknown"],
  ["wss://h", coded("ESOMETHING"), "ConnectionUnavailableError", "No connection to wss://h: ESOMETHING."],
  ["wss://h", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), "TlsError", "is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)"],
  ["wss://h", coded("CERT_HAS_EXPIRED"), "TlsError", "is not trusted (CERT_HAS_EXPIRED)"],
  ["wss://h", coded("EPROTO", "wrong version number"), "ProtocolError", "Use ws:// or another port."],
  ["https://h", coded("ERR_SSL_WRONG_VERSION_NUMBER"), "ProtocolError", "Use http:// or another port."],
  ["https://h", coded("ERR_SSL_SSLV3_ALERT"), "TlsError", "refused the encryption"],
  ["http://h", coded("HPE_INVALID_CONSTANT"), "ProtocolError", "that is no HTTP"],
  ["http://h", coded("UND_ERR_CONNECT_TIMEOUT"), "TransportTimeoutError", "did not take a connection in time"],
  ["http://h", new Error("odd"), "ConnectionUnavailableError", "No connection to http://h: odd."],
  ["http://h", undefined, "ConnectionUnavailableError", "the platform gives no reason"],
])("of %s: %s is a %s", (url, cause, name, message) => {
  const error = connectFailure(cause, url);
  expect(error.message).toContain(message);
  expect(error).toMatchObject({ name, cause, outcome: "not_sent", retrySafe: true });
});

it("finds the reason inside of what the platforms wrap around it", () => {
  const each = new AggregateError([coded("ECONNREFUSED")], "all addresses");
  const wrapped = new TypeError("fetch failed", { cause: each });
  expect(connectFailure(wrapped, "http://h").message).toContain("ECONNREFUSED");
});

it("does not go round in circles with a cause that is its own", () => {
  const circle = new Error("circle");
  circle.cause = circle;
  expect(connectFailure(circle, "http://h").message).toBe("No connection to http://h: circle.");
});
