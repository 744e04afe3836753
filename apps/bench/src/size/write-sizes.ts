import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { begin, end, measureImports, sizePage, sizeTable } from "./size-table.ts";

/** Writes the page's table from what is measured now. */
const path = fileURLToPath(new URL(`../../../../${sizePage}`, import.meta.url));
const page = readFileSync(path, "utf8");
const [before, after] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
writeFileSync(path, `${page.slice(0, before)}${sizeTable(await measureImports())}\n${page.slice(after)}`);
