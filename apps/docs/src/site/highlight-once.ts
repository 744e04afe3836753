import type { MarkdownRenderer } from "vitepress";

/** Colours each program once: the same text stands on its page, in the search index, and on every page that inherits it. */
export function highlightOnce(markdown: MarkdownRenderer): void {
  const { highlight } = markdown.options;
  if (typeof highlight !== "function") return;
  const coloured = new Map<string, string>();
  markdown.options.highlight = (...program) => {
    const key = JSON.stringify(program);
    const html = coloured.get(key) ?? highlight(...program);
    coloured.set(key, html);
    return html;
  };
}
