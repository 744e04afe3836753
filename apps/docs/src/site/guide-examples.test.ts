import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { guideExamples, runsInPages } from "./guide-examples.ts";

const guide = fileURLToPath(new URL("../../guide", import.meta.url));
const program = 'import { AsyncSurreal } from "surreal-sdk";\nawait using db = AsyncSurreal("mem://");\n';

describe("the programs of the guide", () => {
  it("are known by their page and place, under the headings above them", () => {
    const markdown = `# Title\n\n\`\`\`ts run\n${program}\`\`\`\n\n## Part\n\n\`\`\`ts\nno();\n\`\`\`\n\n\`\`\`ts run\n${program}\`\`\`\n`;
    expect(guideExamples("page", markdown)).toEqual([
      { id: "page-1", title: "Title", code: program },
      { id: "page-2", title: "Title: Part", code: program },
    ]);
  });

  it.each([
    ["a server", 'AsyncSurreal("ws://localhost:8000");'],
    ["a thread that waits", 'Surreal("mem://");'],
    ["an export", "await db.export();"],
    ["a module of Node", 'import { subscribe } from "node:diagnostics_channel";'],
  ])("are left to Node when they need %s", (_, code) => {
    expect(runsInPages(program + code)).toBe(false);
  });

  it("can be run on the first page", () => {
    const first = readFileSync(fileURLToPath(new URL("../../index.md", import.meta.url)), "utf8");
    expect(guideExamples("index", first).map(({ id }) => id)).toEqual(["index-1"]);
  });

  it("can be run on most pages", () => {
    const pages = readdirSync(guide).filter((name) => name.endsWith(".md"));
    const found = pages.filter((name) => guideExamples(name, readFileSync(`${guide}/${name}`, "utf8")).length > 0);
    expect(found).toEqual(expect.arrayContaining(["start.md", "crud.md", "queries.md", "sessions.md", "live.md"]));
  });
});
