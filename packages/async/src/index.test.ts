import { expect, it } from "vitest";
import * as everything from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(everything).sort()).toEqual([
    "AsyncCrudBuilder",
    "AsyncInsertBuilder",
    "AsyncLiteConnection",
    "AsyncLiteQueryBuilder",
    "AsyncLiteSession",
    "AsyncLiteTransaction",
    "AsyncQueryBuilder",
    "AsyncStream",
    "AsyncSurrealConnection",
    "AsyncSurrealSession",
    "AsyncSurrealTransaction",
    "beginTransaction",
    "newSession",
    "transaction",
  ]);
});
