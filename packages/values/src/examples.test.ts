import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as arithmetic from "./decimal-arithmetic.ts";
import * as shortMessages from "./errors/short-message.ts";
import * as index from "./index.ts";

const values = { ...index, ...arithmetic, ...shortMessages };
const root = new URL("../", import.meta.url);
const sources = ["README.md", ...readdirSync(new URL("src", root), { recursive: true }).map((file) => `src/${file}`)];

/** The fenced examples of a file that state a result and need no database. */
function examples(file: string): string[] {
  const text = readFileSync(new URL(file, root), "utf8").replace(/^ *\* ?/gm, "");
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)]
    .map((match) => match[1] as string)
    .filter((code) => /\/\/ (=>|throws)/.test(code) && !code.includes("db."));
}

/** Turns `expression; // => result` into a comparison and `expression; // throws Name` into an expected failure. */
function runnable(code: string): string {
  return code
    .replace(/^import .*$/gm, "")
    .replace(/^(.*); \/\/ => (.*)$/gm, "check(() => ($1), $2);")
    .replace(/^(.*); \/\/ throws (\w+)$/gm, "refused(() => ($1), $2);");
}

const cases = sources
  .filter((file) => /(?<!\.test)\.(ts|md)$/.test(file))
  .flatMap((file) => examples(file).map((code) => [file, code] as const));

it("finds the examples", () => {
  expect(cases.length).toBeGreaterThan(30);
});

it.each(cases)("the example in %s is true:\n%s", (_, code) => {
  const run = new Function("check", "refused", ...Object.keys(values), runnable(code));
  const check = (actual: () => unknown, expected: unknown) => expect(actual()).toStrictEqual(expected);
  const refused = (actual: () => unknown, error: new () => Error) => expect(actual).toThrow(error);
  run(check, refused, ...Object.values(values));
  expect.assertions(code.split(/\/\/ (?:=>|throws)/).length - 1);
});
