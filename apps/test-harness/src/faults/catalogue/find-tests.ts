import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository; the path is the same from the sources and from dist. */
export const root: string = fileURLToPath(new URL("../../../../..", import.meta.url)).replace(/[\\/]$/, "");

/** A test whose name contains ids of rows. */
export interface FoundTest {
  /** From the root of the repository. */
  readonly file: string;
  /** Its name in the source; placeholders are not filled in. */
  readonly title: string;
  readonly ids: readonly string[];
}

const id = /\b[A-I]\d\db?\b/g;
/** Matches the names of tests and groups of tests, and the rows of a table of cases. */
const named = /(?:\b(?:it|test|describe)\(|\)\(|\[)\s*(?:\n\s*)?(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g;

/** Finds every test in the repository whose name contains ids of faults. */
export function findTests(): readonly FoundTest[] {
  return ["packages", "apps"].flatMap((parent) => testFiles(join(root, parent))).flatMap(testsOf);
}

/** The ids in the name of a test. */
export function idsIn(title: string): readonly string[] {
  return [...new Set(title.match(id) ?? [])];
}

/** The names of tests and groups in a file, and the strings that begin a row of a table of cases. */
export function titlesIn(path: string): readonly string[] {
  return [...readFileSync(path, "utf8").matchAll(named)].map(([, , title = ""]) => title);
}

function testsOf(path: string): FoundTest[] {
  const file = relative(root, path);
  return titlesIn(path).flatMap((title) => {
    const ids = idsIn(title);
    return ids.length === 0 ? [] : [{ file, title, ids }];
  });
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return /\.(test|cases|checks?)\.ts$/.test(entry.name) ? [path] : [];
  });
}
