import type { MarkdownRenderer } from "vitepress";

/** Letters in a row that a column of a table has no place for. */
const long = /[^\s;&]{28,}/g;
/** Where a name or an address can go on in the next line: behind a sign, and before a capital. */
const seams = /(?<=[_./,(?=:|])(?=[\w$])|(?<=[a-z\d])(?=[A-Z])/g;

/** Lets long names in a sentence or a table go on in the next line, between their words. */
export function breakableCode(markdown: MarkdownRenderer): void {
  const { code_inline: render } = markdown.renderer.rules;
  markdown.renderer.rules.code_inline = (...args) => {
    const html = render?.(...args) ?? "";
    const [, start = "", text = "", end = ""] = /^(<code[^>]*>)(.*)(<\/code>)$/s.exec(html) ?? [];
    return start === "" ? html : start + text.replace(long, (name) => name.replace(seams, "<wbr>")) + end;
  };
}
