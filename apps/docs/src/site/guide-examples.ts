/** A program of the guide that can be run in a page. */
export interface GuideExample {
  /** The name of its page and its place there, such as `crud-2`. */
  readonly id: string;
  /** The headings above it. */
  readonly title: string;
  readonly code: string;
}

/** The programs on a page of the guide that need nothing but a database in memory, awaited. */
export function guideExamples(page: string, markdown: string): GuideExample[] {
  const examples: GuideExample[] = [];
  let [title, section] = [page, ""];
  for (const [, level, heading, code] of markdown.matchAll(/^(#{1,2}) (.+)$|^```ts run\n([\s\S]*?)^```$/gm)) {
    if (level === "#") title = heading ?? "";
    if (level === "##") section = heading ?? "";
    if (code === undefined || !runsInPages(code)) continue;
    examples.push({
      id: `${page}-${examples.length + 1}`,
      title: section === "" ? title : `${title}: ${section}`,
      code,
    });
  }
  return examples;
}

/** Whether an example asks for nothing that a page does not have. */
export function runsInPages(code: string): boolean {
  const imports = [...code.matchAll(/from "([^"]+)"/g)].map(([, name]) => name);
  const beyond = /\bSurreal\(|"(ws|http)s?:\/\/|\.export(Stream)?\(/; // the database of a page exports nothing
  return imports.every((name) => name === "surreal-sdk") && !beyond.test(code);
}
