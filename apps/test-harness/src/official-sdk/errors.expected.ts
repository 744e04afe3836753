import type { Line } from "./transcript.ts";

/** What the scenario of that name gives. */
export const errors: readonly Line[] = [
  [
    "anonymous query",
    {
      kind: "NotAllowed",
      code: -32002,
      details: {
        details: { details: { action: "process", actor: "anonymous", resource: "query" }, kind: "NotAllowed" },
        kind: "Auth",
      },
      message: "Anonymous access not allowed: Not enough permissions to perform this action",
    },
  ],
  ["anonymous use", { namespace: "<namespace>", database: "main" }],
  [
    "anonymous select",
    {
      kind: "NotAllowed",
      code: -32002,
      details: {
        details: { details: { action: "process", actor: "anonymous", resource: "query" }, kind: "NotAllowed" },
        kind: "Auth",
      },
      message: "Anonymous access not allowed: Not enough permissions to perform this action",
    },
  ],
  [
    "syntax",
    {
      kind: "Validation",
      code: -32000,
      message:
        "Parse error: Unexpected end of file, expected FROM\n --> [1:11]\n  |\n1 | SELECT FROM\n  |           ^\n",
    },
  ],
  ["throw", { kind: "Thrown", code: 0, message: "An error occurred: no" }],
  [
    "coercion",
    {
      kind: "Internal",
      code: 0,
      message: "Tried to set `$x`, but couldn't coerce value: Expected `int` but found `'text'`",
    },
  ],
  [
    "timeout",
    {
      kind: "Query",
      code: 0,
      details: { details: { duration: "1ms" }, kind: "TimedOut" },
      message: "The query was not executed because it exceeded the timeout: 1ms",
    },
  ],
  [
    "unknown function",
    {
      kind: "Internal",
      code: 0,
      message: "Function 'fn::unknown' not found: The function 'fn::unknown' does not exist",
    },
  ],
  [
    "field type",
    {
      kind: "Internal",
      code: 0,
      message: "Couldn't coerce value for field `n` of `strict:1`: Expected `int` but found `'text'`",
    },
  ],
  [
    "unique index",
    { kind: "Internal", code: 0, message: "Database index `one` already contains 1, with record `strict:2`" },
  ],
  [
    "failed transaction",
    {
      kind: "Query",
      code: 0,
      details: { kind: "NotExecuted" },
      message: "The query was not executed due to a failed transaction",
    },
  ],
  ["undone", "<none>"],
  [
    "wrong password",
    {
      kind: "NotAllowed",
      code: -32002,
      details: { details: { kind: "InvalidAuth" }, kind: "Auth" },
      message: "There was a problem with authentication",
    },
  ],
  ["unknown access", { kind: "Internal", code: -32000, message: "The access method does not exist" }],
  ["no token", { kind: "Internal", code: -32000, message: "InvalidToken" }],
];
