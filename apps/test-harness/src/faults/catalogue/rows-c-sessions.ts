import type { RowText } from "./rows.ts";

/** Faults of sessions, identities and transactions. */
export const sessions: readonly RowText[] = [
  ["C01", "a new connection: everything is restored before any request is sent"],
  ["C02", "the connection is lost during use(), let() or signin()"],
  ["C03", "the connection is lost while the session is restored"],
  ["C04", "the token expired while offline"],
  ["C05", "the token expires while connected"],
  ["C06", "the token expires for five hundred concurrent requests"],
  ["C07", "a token that expires in years, has expired, or is not JSON"],
  ["C08", "the server refuses authenticate()"],
  ["C09", "a loss after invalidate() or reset()"],
  ["C10", "a variable's value is changed after let()"],
  ["C11", "each HTTP request carries its state"],
  ["C12", "a loss during a transaction"],
  ["C13", "a loss after the commit was sent"],
  ["C14", "a loss during begin"],
  ["C15", "a loss during cancel"],
  ["C16", "a transaction is used after it ended"],
  [
    "C17",
    "the scope of a transaction ends without commit",
    "`await using` cancels it. The server drops an abandoned transaction with its connection; the SDK gives no warning.",
  ],
  ["C18", "a loss with attached sessions"],
  ["C19", "a loss while a session is being closed"],
  ["C20", "the server no longer knows a session"],
  ["C21", "a conflict at commit"],
  ["C22", "unusual names of namespaces and databases"],
];
