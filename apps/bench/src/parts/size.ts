import type { Part } from "../part.ts";
import { compared, measured, type Row } from "../section.ts";
import { bundle, shortErrors } from "../size/bundle.ts";
import { featureTable, measureFeatures } from "../size/features.ts";
import { fullClient, liteClient } from "../size/imports.ts";
import { recordIdAlone } from "../size/programs.ts";

const kilobyte = 1_000;

const officialClient = 'import { Surreal } from "surrealdb"; globalThis.surreal = Surreal;';
const officialRecordId = 'import { RecordId } from "surrealdb"; globalThis.surreal = RecordId;';
const short = "with short messages";

/** What is bundled, for the whole client of the official SDK or its part, and the most kilobytes that it should have. */
const bundles = [
  { what: fullClient.what, ours: fullClient.source, conditions: [], theirs: officialClient, most: 60 },
  { what: liteClient.what, ours: liteClient.source, conditions: [], theirs: officialClient, most: 47 },
  {
    what: `${liteClient.what}, ${short}`,
    ours: liteClient.source,
    conditions: [shortErrors],
    theirs: officialClient,
    most: 38,
  },
  { what: "`RecordId` alone", ours: recordIdAlone, conditions: [], theirs: officialRecordId, most: 5 },
] as const;

/** What a browser loads. */
export const size: Part = {
  title: "Size",
  async run() {
    const rows: Row[] = [];
    const accounts: string[] = [];
    for (const { what, ours, conditions, theirs, most } of bundles) {
      const own = await bundle(ours, conditions);
      const figures = [own.size / kilobyte];
      const official = [(await bundle(theirs)).size / kilobyte];
      const common = { what, unit: "kB" };
      rows.push(
        measured({ ...common, figures, atMost: most }),
        compared({ ...common, ours: figures, theirs: official, peer: "official", goal: 1, less: true }),
      );
      accounts.push(`${what}: ${shares(own.modules)}`);
    }
    const more = featureTable(await measureFeatures());
    return { rows, more, accounts, accountsOf: "Minified bytes by package" };
  },
};

function shares(modules: ReadonlyMap<string, number>): string {
  const packages = new Map<string, number>();
  for (const [path, bytes] of modules) {
    const name = /packages\/([^/]+)/.exec(path)?.[1] ?? "the program";
    packages.set(name, (packages.get(name) ?? 0) + bytes);
  }
  const sorted = [...packages].sort((a, b) => b[1] - a[1]);
  return sorted.map(([name, bytes]) => `${name} ${bytes.toLocaleString("en-US")}`).join(", ");
}
