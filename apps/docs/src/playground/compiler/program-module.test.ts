import * as sdk from "surreal-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programModule } from "./program-module.ts";

interface Told {
  readonly source: string;
  readonly value: unknown;
}

let told: Told[];
let comments: (() => unknown)[];
let ended: Promise<void>;
beforeEach(() => {
  told = [];
  comments = [];
  const playground = {
    modules: { "surreal-sdk": sdk },
    shown: (source: string, value: unknown, expected?: () => unknown) => {
      told.push({ source, value });
      if (expected !== undefined) comments.push(expected);
      return value;
    },
    run: (program: () => Promise<void>) => {
      ended = program();
    },
  };
  Object.assign(globalThis, { playground });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "playground");
});

/** Loads the module as a worker would. */
async function run(source: string): Promise<Told[]> {
  const module = programModule(source, "data:text/javascript,");
  await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(module)}`);
  await ended;
  return told;
}

describe("a program as a module", () => {
  it("runs with its types stripped and its imports from the worker, and shows what lines give", async () => {
    const shown = await run(`
      import { AsyncSurreal, gt as above, type RecordData } from "surreal-sdk";
      await using db = AsyncSurreal("mem://");
      await db.use("test", "test");
      const made: RecordData = await db.create("person:ada", { age: 36 }); // => whatever
      for (const limit of [30, 40] as const) {
        await db.select("person", { fields: ["age"], where: above("age", limit) }); // => …
      }
      await db.query("RETURN 1"); // a remark
    `);
    expect(shown).toEqual([
      {
        source: 'await db.create("person:ada", { age: 36 })',
        value: { id: new sdk.RecordId("person", "ada"), age: 36 },
      },
      { source: 'await db.select("person", { fields: ["age"], where: above("age", limit) })', value: [{ age: 36 }] },
      { source: 'await db.select("person", { fields: ["age"], where: above("age", limit) })', value: [] },
    ]);
  });

  it("takes whole modules, and types alone without a trace", async () => {
    const shown = await run(
      'import type { Tokens } from "surreal-sdk";\nimport * as all from "surreal-sdk";\nall.Uuid.name; // =>',
    );
    expect(shown).toEqual([{ source: "all.Uuid.name", value: "Uuid" }]);
  });

  it("evaluates what the comments say, where it is a value", async () => {
    await run(
      "const a = 1;\na; // => 1\na; // => [{ b: a }]\na; // => a few words\na; // => 1) + (2\na; // => await 1\n",
    );
    expect(told.length).toBe(5);
    expect(comments.map((evaluate) => evaluate())).toEqual([1, [{ b: 1 }]]);
  });

  it("shows what is inside of what is shown, from the inside out", async () => {
    const shown = await run("[1].map((one) => {\n  one + 1; // => 2\n  return one;\n}); // => [1]");
    expect(shown.map(({ value }) => value)).toEqual([2, [1]]);
  });

  it.each([
    ["const a = 1;\nconst b: number = ;", "Line 2: Expression expected."],
    ['\nimport { readFile } from "node:fs/promises";', 'Line 2: "node:fs/promises" is not here;'],
    ["export const a = 1;", "Line 1: A program here cannot export anything."],
    ["const a = 1;\nexport { a };", "Line 2: A program here cannot export anything."],
  ])("%j is refused with the line", (source, message) => {
    expect(() => programModule(source, "x")).toThrow(SyntaxError);
    expect(() => programModule(source, "x")).toThrow(message);
  });
});
