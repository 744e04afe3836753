import type { Line } from "./transcript.ts";

/** What the scenario of that name gives. */
export const live: readonly Line[] = [
  ["missing table", "LiveSubscriptionError: Live subscription failed to listen"],
  ["create", ["CREATE", "item:1", { id: "item:1", n: 1 }]],
  ["update", ["UPDATE", "item:1", { id: "item:1", n: 2 }]],
  ["delete", ["DELETE", "item:1", { id: "item:1", n: 2 }]],
  ["kill", "<none>"],
  ["create within", ["CREATE", "item:6", [{ op: "replace", path: "", value: { id: "item:6", n: 6 } }]]],
  ["change within", ["UPDATE", "item:6", [{ op: "replace", path: "/n", value: 7 }]]],
];

/** What the scenario of that name gives. */
export const sessions: readonly Line[] = [
  ["sessions", ["<uuid>"]],
  [
    "blank",
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
  ["its own", [["other", 1]]],
  ["the default one", [["main", "<none>"]]],
  ["fork", [["other", 1]]],
  ["close", "<none>"],
  ["left", ["<uuid>"]],
];

/** What the scenario of that name gives. */
export const transactions: readonly Line[] = [
  ["create", { id: "item:1", n: 1 }],
  ["outside", []],
  ["commit", "<none>"],
  ["committed", [{ id: "item:1", n: 1 }]],
  [
    "commit again",
    { kind: "Validation", code: -32603, details: { kind: "InvalidParams" }, message: "Transaction not found" },
  ],
  ["cancel", "<none>"],
  ["cancelled", "<none>"],
  ["first", "<none>"],
  [
    "conflict",
    {
      kind: "Internal",
      code: -32000,
      message: "Transaction conflict: Write conflict, retry the transaction. This transaction can be retried",
    },
  ],
  [
    "unfinished",
    { kind: "Validation", code: -32603, details: { kind: "InvalidParams" }, message: "Transaction not found" },
  ],
];
