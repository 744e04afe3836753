/** A section of a page, as the search index knows it. */
export interface PageSection {
  /** The address of its page and the anchor of its heading. */
  readonly id: string;
  readonly title: string;
  /** The headings above it. */
  readonly titles: readonly string[];
  readonly text: string;
}

const HEADING = /^(#{1,6}) (.+?)(?: \{#([\w-]+)\})?$/;

/** The sections of a page: what follows each heading, up to the next one. */
export function sectionsOf(address: string, markdown: string): PageSection[] {
  const sections: { id: string; title: string; titles: string[]; text: string }[] = [];
  const above: string[] = [];
  for (const part of markdown.split(/(^```[\s\S]*?^```$)/m)) {
    for (const line of part.startsWith("```") ? [part] : part.split("\n")) {
      const [, marks = "", heading = "", anchor] = HEADING.exec(line) ?? [];
      if (heading === "") {
        const last = sections.at(-1);
        if (last !== undefined) last.text += `${line}\n`;
        continue;
      }
      const title = heading.replaceAll(/[`*\\]/g, "");
      above.splice(marks.length - 1);
      sections.push({ id: `${address}#${anchor ?? anchorOf(title)}`, title, titles: above.filter(Boolean), text: "" });
      above[marks.length - 1] = title;
    }
  }
  return sections;
}

/** The anchor that VitePress gives a heading. */
function anchorOf(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").replace(/^(\d)/, "_$1");
}
