import { expect, it } from "vitest";
import { compile } from "./compile.ts";
import { typedProgram, untypedProgram, watchingLines } from "./typed-program.ts";

const size = { tables: 300, fields: 40, selects: 100 };

it("the types of 300 tables with 40 fields are made within a budget", async () => {
  const { instantiations, memory } = await compile(typedProgram(size));
  expect(instantiations).toBeLessThan(500_000);
  expect(memory).toBeLessThan(200);
}, 120_000);

it("watching and loading records of 300 tables is checked within a budget", async () => {
  const { instantiations, memory } = await compile(`${typedProgram(size)}\n${watchingLines(size)}`);
  expect(instantiations).toBeLessThan(700_000);
  expect(memory).toBeLessThan(200);
}, 120_000);

it("a connection without the type of a database costs nothing for each call", async () => {
  const few = await compile(untypedProgram({ ...size, selects: 10 }));
  const many = await compile(untypedProgram({ ...size, selects: 100 }));
  expect(many.instantiations - few.instantiations).toBeLessThan(10_000);
}, 120_000);

it("a mistake in the program is found", async () => {
  const wrong = `${typedProgram({ tables: 2, fields: 8, selects: 1 })}\nawait db.select("table2");`;
  await expect(compile(wrong)).rejects.toThrow(/"table2"/);
}, 120_000);
