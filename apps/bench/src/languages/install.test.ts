import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, it } from "vitest";
import { install } from "./install.ts";
import type { Language } from "./language.ts";

const places = { cache: "", sources: "" };

beforeEach(() => {
  places.cache = mkdtempSync(join(tmpdir(), "bench-cache-"));
  places.sources = mkdtempSync(join(tmpdir(), "bench-sources-"));
  writeFileSync(join(places.sources, "manifest"), "client 1.2.3");
});

afterEach(() => {
  for (const folder of Object.values(places)) rmSync(folder, { recursive: true, force: true });
});

/** Each installation adds a letter to a file. */
const adding = 'require("node:fs").appendFileSync("built", "x")';

function language(script: string, tool = process.execPath): Language {
  return {
    name: "Node",
    folder: "node",
    tool: [tool, "--version"],
    client: { file: "manifest", version: /client (\S+)/ },
    steps: [[process.execPath, "-e", script]],
    programs: [],
  };
}

it("installs once, outside of the sources, and again when the sources have changed", async () => {
  const first = await install(language(adding), places);
  await install(language(adding), places);
  const built = join(places.cache, "node", "built");
  expect(readFileSync(built, "utf8")).toBe("x");
  expect(first).toMatchObject({
    folder: join(places.cache, "node"),
    versions: `Node ${process.versions.node} with its client 1.2.3`,
  });
  writeFileSync(join(places.sources, "manifest"), "client 1.2.4");
  await install(language(adding), places);
  expect(readFileSync(built, "utf8")).toBe("xx");
});

it("says that a language's tool is not on the machine", async () => {
  expect(await install(language(adding, "no-such-tool"), places)).toMatchObject({
    reason: "there is no no-such-tool on this machine",
  });
});

it("says why a client cannot be installed", async () => {
  const failing = language('console.error("first"); console.error("no network"); process.exit(1)');
  expect(await install(failing, places)).toMatchObject({ reason: "its client cannot be installed (no network)" });
});
