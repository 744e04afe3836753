import { bundle, shortErrors } from "./bundle.ts";
import { additions, fullClient, type Import, liteClient } from "./imports.ts";

/** The page that shows the table, from the root of the repository. */
export const sizePage = "apps/docs/guide/bundle-size.md";

/** What stands before and after the table. */
export const begin = "<!-- sizes: written by `npm run sizes` -->\n";
export const end = "<!-- end of sizes -->";

/** One row of the table. */
export interface SizeRow {
  readonly what: string;
  /** Kilobytes of 1000 bytes, compressed by gzip. */
  readonly kilobytes: number;
  /** The same with numbers in the place of the sentences of errors. */
  readonly short: number;
  /** Whether they come on top of the lite client. */
  readonly isAddition: boolean;
}

/** The bytes of a bundle with sentences, and of one with numbers. */
type Sizes = readonly [whole: number, short: number];

/** Measures what each import costs. */
export async function measureImports(): Promise<SizeRow[]> {
  const base = await sizesOf(liteClient);
  const rows = [row(fullClient, await sizesOf(fullClient)), row(liteClient, base)];
  for (const one of additions) rows.push(row(one, await sizesOf(one), base));
  return rows;
}

async function sizesOf({ source }: Import): Promise<Sizes> {
  return [(await bundle(source)).size, (await bundle(source, [shortErrors])).size];
}

function row({ what }: Import, [whole, short]: Sizes, base?: Sizes): SizeRow {
  const [baseWhole, baseShort] = base ?? [0, 0];
  return {
    what,
    kilobytes: rounded(whole - baseWhole),
    short: rounded(short - baseShort),
    isAddition: base !== undefined,
  };
}

function rounded(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}

/** The rows as Markdown. */
export function sizeTable(rows: readonly SizeRow[]): string {
  const lines = rows.map(({ what, kilobytes, short, isAddition }) => {
    const plus = isAddition ? "+ " : "";
    return `| ${what} | ${plus}${kilobytes} | ${plus}${short} |`;
  });
  return ["| import | kB | kB with short messages |", "|---|---|---|", ...lines].join("\n");
}

/** The rows that a page shows. */
export function readSizeTable(page: string): SizeRow[] {
  const text = page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
  const rows = text.matchAll(/^\| (`.+?`) \| (\+ )?([\d.]+) \| (?:\+ )?([\d.]+) \|$/gm);
  return [...rows].map(([, what = "", plus, kilobytes, short]) => ({
    what,
    kilobytes: Number(kilobytes),
    short: Number(short),
    isAddition: plus !== undefined,
  }));
}
