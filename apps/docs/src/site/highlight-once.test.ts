import { createMarkdownRenderer } from "vitepress";
import { expect, it } from "vitest";
import { highlightOnce } from "./highlight-once.ts";

it("a program is coloured once, and another language of the same text is another program", async () => {
  const markdown = await createMarkdownRenderer(".");
  const { highlight } = markdown.options;
  const asked: string[] = [];
  markdown.options.highlight = (...program) => {
    asked.push(program[1]);
    return highlight?.(...program) ?? "";
  };
  highlightOnce(markdown);
  const page = "```ts\nconst a = 1;\n```\n\n```js\nconst a = 1;\n```\n";
  const html = markdown.render(page);
  expect(markdown.render(page)).toBe(html);
  expect(html).toContain('<span style="');
  expect(asked).toEqual(["ts", "js"]);
});
