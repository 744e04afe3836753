import { expect, it } from "vitest";
import * as command from "./command.ts";
import * as typegen from "./index.ts";

it("exports exactly what is documented", () => {
  expect(Object.keys(typegen)).toEqual(["generateTypes"]);
  expect(Object.keys(command)).toEqual(["runCommand"]);
});
