import type { RowText } from "./rows.ts";

/** Faults while a connection is made. */
export const connecting: readonly RowText[] = [
  ["A01", "nothing listens on the port, reconnecting off"],
  ["A02", "nothing listens on the port, tried again until the attempts or the time are used up"],
  ["A03", "the host name is unknown"],
  ["A04", "of two addresses the first is dead"],
  ["A05", "the certificate is self-signed, expired or of another host"],
  ["A06", "wss:// to a server without TLS, ws:// to one with TLS"],
  ["A07", "TCP is accepted, the upgrade never answered"],
  ["A08", "the upgrade is answered byte by byte"],
  ["A09", "HTTP 401, 403, 404, 426 or 503 to the upgrade"],
  ["A10", "a redirect to the upgrade"],
  ["A11", "no subprotocol, or another one"],
  ["A12", "a wrong Sec-WebSocket-Accept"],
  ["A13", "connections that break soon after they stood"],
  ["A14", "the first requests of a connection are never answered, or the server is too old"],
  ["A15", "the sign-in of the options is refused"],
  ["A16", "connect() many times at once"],
  ["A17", "connect() to another place while connected"],
  ["A18", "close() while connecting"],
  ["A19", "a signal aborts connect()"],
  ["A20", "no WebSocket, or one that cannot be made"],
  ["A21", "credentials in the URL"],
  ["A22", "a URL that is none, or of an unknown scheme"],
];
