import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { type EntryExport, entryExports } from "./entry-exports.ts";
import { litePage } from "./lite-page.ts";

const source = (name: string) =>
  fileURLToPath(new URL(`../../../../packages/surreal-sdk/src/${name}`, import.meta.url));
let lite: EntryExport[];
let text: string;

beforeAll(() => {
  const [small = [], whole = []] = entryExports([source("lite.ts"), source("index.ts")]);
  lite = small;
  const pages = new Map([
    ["@surreal-sdk/core/functions/live.md", ""],
    ["surreal-sdk/functions/AsyncSurreal.md", ""],
  ]);
  text = litePage(small, whole, pages);
});

it("lists what the lite client has of its own, with a link to its page and the first words of its comment", () => {
  expect(text).toMatch(/^\| \[`live`\]\(\.\.\/@surreal-sdk\/core\/functions\/live\.md\) \| \w.+ \|$/m);
  expect(text).toMatch(/^\| `LiteSurrealConnection` \| A connection over a WebSocket .+ \|$/m);
  expect(text).not.toMatch(/^\| .*`(RecordId|surql|TransportError)`/m);
});

it("shows how its factory is called, which has the name of another one and no link to that", () => {
  expect(text).toMatch(/^AsyncSurreal<S .*>\(url: string, options\?: LiteOptions\): LiteSurrealConnection<S>;$/m);
  expect(text).toMatch(/^\| `AsyncSurreal` \| /m);
});

it("says something of every export", () => {
  expect(lite.filter(({ summary }) => summary === "").map(({ name }) => name)).toEqual([]);
});
