import { expect, it } from "vitest";
import * as schema from "./index.ts";

it("exports exactly what is documented", () => {
  expect(Object.keys(schema).sort()).toEqual([
    "SchemaError",
    "acceptsNone",
    "fetchAnswers",
    "fetchSchema",
    "geometryTypes",
    "isIdRequired",
    "isRequired",
    "readKind",
    "readSchema",
    "valueTypes",
  ]);
});
