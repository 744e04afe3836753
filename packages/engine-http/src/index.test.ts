import { expect, it } from "vitest";
import * as everything from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(everything)).toEqual(["httpEngine"]);
});

it("says what it can do", () => {
  expect(everything.httpEngine()).toMatchObject({
    contract: 1,
    name: "http",
    capabilities: {
      stateful: false,
      sessions: false,
      transactions: false,
      live: false,
      export: true,
      import: true,
      reconnect: true,
    },
  });
});
