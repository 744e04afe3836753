import type { Line } from "./transcript.ts";

/** What the scenario of that name gives. */
export const authentication: readonly Line[] = [
  ["namespace user", { access: "<token>", refresh: "<none>" }],
  ["its database", { namespace: "<namespace>", database: "main" }],
  ["an editor writes", [[{ id: "thing:1" }]]],
  ["database user", { access: "<token>", refresh: "<none>" }],
  ["a viewer reads", [[{ id: "thing:1" }]]],
  ["a viewer does not write", [[]]],
  [
    "a viewer does not define",
    {
      kind: "NotAllowed",
      code: 0,
      details: {
        details: {
          details: {
            action: "Edit",
            actor: "/ns:<namespace>/db:main/Actor::base(Viewer)",
            resource: '/ns:<namespace>/db:main/Table:""',
          },
          kind: "NotAllowed",
        },
        kind: "Auth",
      },
      message: "IAM error: Not enough permissions to perform this action",
    },
  ],
  ["signup", { access: "<token>", refresh: "<refresh token>" }],
  ["who", ["account:ada"]],
  ["auth", { id: "account:ada", pass: "<hash>" }],
  ["own record", [[{ id: "note:1", owner: "account:ada" }]]],
  ["foreign record", [[]]],
  ["wrong word", { kind: "Internal", code: -32000, message: "No record was returned" }],
  ["still who", ["account:ada"]],
  ["signin", { access: "<token>", refresh: "<refresh token>" }],
  ["refresh", { access: "<token>", refresh: "<refresh token>" }],
  ["invalidate", "<none>"],
  [
    "nobody",
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
  ["token", { access: "<token>" }],
  ["by token", [{ id: "note:1", owner: "account:ada" }]],
];

/** What the scenario of that name gives. */
export const bearer: readonly Line[] = [
  ["bearer", { access: "<token>", refresh: "<none>" }],
  ["by bearer", [[]]],
  ["a wrong key", { kind: "Internal", code: -32000, message: "This bearer access grant has an invalid format" }],
];
