import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ProgramChecker } from "./program-checker.ts";
import { typeFiles } from "./type-files.ts";

const checker = new ProgramChecker(typeFiles(fileURLToPath(new URL("../../..", import.meta.url))));

const head = 'import { AsyncSurreal, gt } from "surreal-sdk";\nawait using db = AsyncSurreal("mem://");\n';

describe("the checker of the playground", () => {
  it("finds a method that does not exist, with its line and place", () => {
    const source = `${head}await db.selct("person");`;
    const [problem, ...others] = checker.check(source);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ line: 3, message: expect.stringContaining("'selct' does not exist") });
    expect(source.slice(problem?.from, problem?.to)).toBe("selct");
  });

  it("finds an option of the SDK with a wrong type, and a mistake of the language", () => {
    expect(checker.check(`${head}await db.select("person", { limit: "ten" });`)).toMatchObject([
      { line: 3, message: expect.stringContaining("'string' is not assignable") },
    ]);
    expect(checker.check("const a: = 1;")).toMatchObject([{ line: 1, message: "Type expected." }]);
  });

  it("says nothing about a program that is right, after one that was wrong", () => {
    expect(checker.check(`${head}await db.select("person", { where: gt("age", 1) }); // => []`)).toEqual([]);
  });

  it("knows the type of each name", () => {
    const source = `${head}const rows = await db.select<{ name: string }>("person");`;
    expect(checker.typeAt(source, source.indexOf("rows"))).toContain("const rows: {");
  });
});
