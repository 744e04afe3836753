import type { RowText } from "./rows.ts";

/** Faults while connecting. */
export const connecting: readonly RowText[] = [
  ["A01", "no process listens on the port; reconnecting is off"],
  ["A02", "no process listens on the port; retried until the attempts or the time run out"],
  ["A03", "the host name is unknown"],
  ["A04", "the first of two addresses is unreachable"],
  ["A05", "the certificate is self-signed, expired or for another host"],
  ["A06", "wss:// to a server without TLS, ws:// to one with TLS"],
  ["A07", "the server accepts TCP and never answers the upgrade"],
  ["A08", "the server answers the upgrade byte by byte"],
  ["A09", "HTTP 401, 403, 404, 426 or 503 to the upgrade"],
  ["A10", "a redirect to the upgrade"],
  ["A11", "no subprotocol, or another one"],
  ["A12", "a wrong Sec-WebSocket-Accept"],
  ["A13", "connections that break soon after they open"],
  ["A14", "the server never answers the first requests of a connection, or is too old"],
  ["A15", "the server refuses the sign-in of the `auth` option"],
  ["A16", "connect() many times at once"],
  ["A17", "connect() to another address while connected"],
  ["A18", "close() while connecting"],
  ["A19", "a signal aborts connect()"],
  ["A20", "no WebSocket class, or one that cannot be constructed"],
  ["A21", "credentials in the URL"],
  ["A22", "an invalid URL, or an unknown scheme"],
];
