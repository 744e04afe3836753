import { expect, it } from "vitest";
import * as everything from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(everything).sort()).toEqual([
    "BlockingStream",
    "BlockingSurrealConnection",
    "BlockingSurrealSession",
    "BlockingSurrealTransaction",
    "WorkerDiedError",
  ]);
});
