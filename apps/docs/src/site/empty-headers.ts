import type { MarkdownRenderer } from "vitepress";

/** Makes an ordinary cell of a header that says nothing: a screen reader would announce it for every cell below. */
export function emptyHeaders(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("empty-headers", ({ tokens }) => {
    tokens.forEach((token, index) => {
      if (token.type !== "th_open" || tokens[index + 1]?.content !== "") return;
      token.tag = "td";
      const close = tokens[index + 2];
      if (close !== undefined) close.tag = "td";
    });
  });
}
