import type { Line } from "./transcript.ts";

/** What the scenario of that name gives. */
export const data: readonly Line[] = [
  ["version", { version: "surrealdb-3.0.2" }],
  [
    "missing table",
    {
      kind: "NotFound",
      code: 0,
      details: { details: { name: "person" }, kind: "Table" },
      message: "The table 'person' does not exist",
    },
  ],
  ["create", { born: 1815, id: "person:ada", name: "Ada" }],
  [
    "create twice",
    {
      kind: "AlreadyExists",
      code: 0,
      details: { details: { id: "person:ada" }, kind: "Record" },
      message: "Database record `person:ada` already exists",
    },
  ],
  ["select", { born: 1815, id: "person:ada", name: "Ada" }],
  ["select nothing", "<none>"],
  [
    "insert",
    [
      { id: "person:1", n: 1 },
      { id: "person:2", n: 2 },
    ],
  ],
  [
    "range",
    [
      { id: "person:1", n: 1 },
      { id: "person:2", n: 2 },
    ],
  ],
  ["merge", { born: 1815, city: "London", id: "person:ada", name: "Ada" }],
  ["patch", { born: 1815, city: "Paris", id: "person:ada", name: "Ada" }],
  ["upsert", { id: "person:3", n: 3 }],
  ["relate", { id: "knows:1", in: "person:ada", out: "person:1", since: 1833 }],
  ["run", 5],
  ["delete", { born: 1815, city: "Paris", id: "person:ada", name: "Ada" }],
  ["set", "<none>"],
  ["query", [[1, 2], 2]],
  ["unset", "<none>"],
  ["unset variable", ["<none>"]],
  [
    "values",
    [
      {
        big: "9007199254740993n",
        bytes: "<bytes 0102ff>",
        date: "2024-02-29T12:00:00.123456789Z",
        decimal: "1.5",
        duration: "1h30m",
        file: "bucket:/a/b",
        nil: null,
        nothing: "<none>",
        point: '{"type":"Point","coordinates":[1.5,-2]}',
        set: { set: [1, 3] },
        uuid: "<uuid>",
      },
    ],
  ],
  [
    "types",
    [["int", "bytes", "datetime", "decimal", "duration", "file", "null", "none", "geometry<point>", "set", "uuid"]],
  ],
];
