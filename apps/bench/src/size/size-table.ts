import { bundle } from "./bundle.ts";
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
  /** Whether they come on top of the lite client. */
  readonly isAddition: boolean;
}

/** Measures what each import costs. */
export async function measureImports(): Promise<SizeRow[]> {
  const sizeOf = async ({ source }: Import): Promise<number> => (await bundle(source)).size;
  const base = await sizeOf(liteClient);
  const rows: SizeRow[] = [
    { what: fullClient.what, kilobytes: rounded(await sizeOf(fullClient)), isAddition: false },
    { what: liteClient.what, kilobytes: rounded(base), isAddition: false },
  ];
  for (const one of additions) {
    rows.push({ what: one.what, kilobytes: rounded((await sizeOf(one)) - base), isAddition: true });
  }
  return rows;
}

function rounded(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}

/** The rows as Markdown. */
export function sizeTable(rows: readonly SizeRow[]): string {
  const lines = rows.map(({ what, kilobytes, isAddition }) => `| ${what} | ${isAddition ? "+ " : ""}${kilobytes} |`);
  return ["| import | kB |", "|---|---|", ...lines].join("\n");
}

/** The rows that a page shows. */
export function readSizeTable(page: string): SizeRow[] {
  const text = page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
  return [...text.matchAll(/^\| (`.+?`) \| (\+ )?([\d.]+) \|$/gm)].map(([, what = "", plus, kilobytes]) => ({
    what,
    kilobytes: Number(kilobytes),
    isAddition: plus !== undefined,
  }));
}
