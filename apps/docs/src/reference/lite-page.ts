import { basename, dirname, relative } from "node:path/posix";
import type { Pages } from "./duplicates.ts";
import type { EntryExport } from "./entry-exports.ts";

/** The path of the page in the reference. */
export const LITE_PAGE = "surreal-sdk/lite.md";

const titles = { function: "Functions", class: "Classes", variable: "Variables", type: "Types" } as const;

/**
 * The page of `surreal-sdk/lite`: what it exports and `surreal-sdk` does not.
 *
 * @param lite - the exports of `surreal-sdk/lite`
 * @param whole - those of `surreal-sdk`
 * @param pages - the pages of the reference, to link to
 */
export function litePage(lite: readonly EntryExport[], whole: readonly EntryExport[], pages: Pages): string {
  const shared = new Set(whole.map(({ name, origin }) => `${name} ${origin}`));
  const own = lite.filter(({ name, origin }) => !shared.has(`${name} ${origin}`));
  const taken = new Set(whole.map(({ name }) => name));
  const sections = Object.entries(titles).map(([kind, title]) => {
    const rows = own.filter((each) => each.kind === kind).map((each) => row(each, taken.has(each.name), pages));
    return rows.length === 0 ? "" : `## ${title}\n\n| name | what it is |\n|---|---|\n${rows.join("\n")}\n`;
  });
  const [factory] = own.filter(({ name }) => name === "AsyncSurreal");
  return `# surreal-sdk/lite

The client for small bundles: a connection with the methods that most programs need, and functions for the rest. A bundle contains
the functions that the program calls. [Bundle size](/guide/bundle-size) shows what each of them costs.

\`\`\`sh
npm install surreal-sdk
\`\`\`

\`\`\`ts
import { AsyncSurreal, live } from "surreal-sdk/lite";

${factory?.signature};
\`\`\`

Values, conditions, errors and types are those of [surreal-sdk](index.md). This page lists what differs.

${sections.filter((text) => text !== "").join("\n")}`;
}

/** A name leads to its page; one that `surreal-sdk` has for something else has none here. */
function row({ name, summary }: EntryExport, isTaken: boolean, pages: Pages): string {
  const path = isTaken ? undefined : [...pages.keys()].find((each) => basename(each) === `${name}.md`);
  const text = path === undefined ? `\`${name}\`` : `[\`${name}\`](${relative(dirname(LITE_PAGE), path)})`;
  return `| ${text} | ${summary.replaceAll("|", "\\|")} |`;
}
