import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../catalogue/find-tests.ts";
import { mutants } from "./mutants.ts";

it("has a mutant for each of the fifteen elementary faults", () => {
  expect(mutants.map(({ row }) => row)).toEqual(Array.from({ length: 15 }, (_, index) => `B${index + 1}`));
});

it.each(mutants)("$row changes one place of the code as it is now", ({ file, find }) => {
  expect(readFileSync(join(root, "packages", file), "utf8").split(find)).toHaveLength(2);
});
