import type { Line } from "./transcript.ts";

/** What the scenario of that name gives. */
export const exportImport: readonly Line[] = [
  [
    "export",
    [
      "OPTION IMPORT;",
      "DEFINE FUNCTION fn::one() { RETURN 1 } PERMISSIONS FULL;",
      "DEFINE TABLE item TYPE ANY SCHEMALESS PERMISSIONS NONE;",
      "INSERT [ { id: item:1, text: \"a 'quoted' text\" } ];",
    ],
  ],
  ["without records", ["OPTION IMPORT;", "DEFINE TABLE item TYPE ANY SCHEMALESS PERMISSIONS NONE;"]],
  ["import", "<none>"],
  ["imported", [[{ id: "item:1", text: "a 'quoted' text" }], 1]],
  ["bad import", "<none>"],
  [
    "anonymous export",
    'HttpConnectionError: HTTP connection failed: {"code":403,"details":"Forbidden","description":"Not allowed to do this.","information":"Anonymous access not allowed: Not enough permissions to perform this action"}',
  ],
  [
    "anonymous import",
    'HttpConnectionError: HTTP connection failed: {"code":403,"details":"Forbidden","description":"Not allowed to do this.","information":"Anonymous access not allowed: Not enough permissions to perform this action"}',
  ],
];
