import { createMarkdownRenderer } from "vitepress";
import { expect, it } from "vitest";
import { emptyHeaders } from "./empty-headers.ts";

it("a header that says nothing is no header", async () => {
  const markdown = await createMarkdownRenderer(".");
  emptyHeaders(markdown);
  const html = markdown.render("| | ours |\n|---|---|\n| **bold** | 1 |\n");
  expect(html.replaceAll(/\s*\n\s*/g, "")).toContain("<tr><td></td><th>ours</th></tr>");
  expect(html).toContain("<td><strong>bold</strong></td>");
});
