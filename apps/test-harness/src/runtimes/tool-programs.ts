/** Calls that nobody awaits, each on a line that says so, and calls that are awaited. */
export const floating = `
import { AsyncSurreal, RecordId } from "surreal-sdk";
const db = AsyncSurreal("mem://");
const ada = new RecordId("person", "ada");
db.query("RETURN 1"); // floating
db.query("RETURN 1").first(); // floating
db.create("person"); // floating
db.create("person", {}); // floating
db.insert("person"); // floating
db.insert("person", {}); // floating
db.update(ada).merge({}); // floating
db.update(ada).where({ text: "true", bindings: {} }); // floating
db.upsert(ada, {}); // floating
db.delete(ada); // floating
db.select(ada); // floating
db.relate(ada, "knows", ada); // floating
db.let("n", 1); // floating
db.run("time::now"); // floating
await db.query("RETURN 1");
await db.create("person", {});
void db.query("RETURN 1");
db.query("RETURN 1").catch(() => undefined);
db.insert("person", {}).then(() => undefined, () => undefined);
`;

/** The settings of ESLint: the rule with its defaults. */
export const lintSettings = `
import { parser, plugin } from "typescript-eslint";
export default [{
  files: ["floating.ts"],
  languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  plugins: { "@typescript-eslint": plugin },
  rules: { "@typescript-eslint/no-floating-promises": "error" },
}];
`;

/** A test in a page that is none. */
export const pageTest = `
// @vitest-environment jsdom
import { AsyncSurreal, Surreal } from "surreal-sdk";
import { expect, it } from "vitest";
it("asks from a page", async () => {
  expect(document.body).toBeDefined();
  const db = AsyncSurreal("mem://");
  expect(await db.query("RETURN 1")).toEqual([1]);
  await db.close();
  const local = Surreal("mem://");
  expect(local.query("RETURN 2").execute()).toEqual([2]);
  local.close();
});
`;
