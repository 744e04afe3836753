import type { RowText } from "./rows.ts";

/** Faults of sessions, identities and transactions. */
export const sessions: readonly RowText[] = [
  ["C01", "a new connection: everything is restored before any request goes out"],
  ["C02", "the drop comes while use(), let() or signin() is on its way"],
  ["C03", "the drop comes while the session is restored"],
  ["C04", "the token expired while offline"],
  ["C05", "the token expires while connected"],
  ["C06", "five hundred requests meet the expiry at once"],
  ["C07", "a token that expires in years, has expired, or is no JSON"],
  ["C08", "authenticate() is refused"],
  ["C09", "a drop after invalidate() or reset()"],
  ["C10", "a variable's value is changed after let()"],
  ["C11", "over HTTP each request carries its state"],
  ["C12", "a drop inside a transaction"],
  ["C13", "a drop after the commit was sent"],
  ["C14", "a drop while begin is on its way"],
  ["C15", "a drop while cancel is on its way"],
  ["C16", "a transaction is used after its end"],
  [
    "C17",
    "a transaction's scope is left without commit",
    "`await using` cancels it. One that is forgotten is dropped by the server with its connection; nobody is warned.",
  ],
  ["C18", "a drop with attached sessions"],
  ["C19", "a drop while a session is closed"],
  ["C20", "the server no longer knows a session"],
  ["C21", "a conflict at commit"],
  ["C22", "odd names of namespaces and databases"],
];
