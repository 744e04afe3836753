import { basename } from "node:path";
import type { MarkdownEnv, MarkdownRenderer } from "vitepress";
import { guideExamples } from "./guide-examples.ts";

/** Puts a link to the playground under every program of the guide and of the first page that runs there. */
export function linkPrograms(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (tokens, index, options, env: MarkdownEnv & { source?: string }, self) => {
    const html = fence?.(tokens, index, options, env, self) ?? "";
    if (!/^(guide\/|index\.md$)/.test(env.relativePath ?? "")) return html;
    const page = basename(env.relativePath, ".md");
    const shown = tokens[index]?.content;
    const example = guideExamples(page, env.source ?? "").find(({ code }) => code === shown);
    return example === undefined
      ? html
      : `${html}<p class="try"><a href="/playground?example=${example.id}">Run it</a></p>`;
  };
  markdown.core.ruler.push("source", ({ src, env }) => {
    env.source = src;
  });
}
