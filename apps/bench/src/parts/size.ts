import type { Part } from "../part.ts";
import { compared, measured, type Row } from "../section.ts";
import { bundle } from "../size/bundle.ts";
import { fullClient } from "../size/imports.ts";
import { recordIdAlone } from "../size/programs.ts";

const kibibyte = 1_024;

/** What a browser loads. */
export const size: Part = {
  title: "Size",
  async run() {
    const rows: Row[] = [];
    const accounts: string[] = [];
    const add = async (what: string, ours: string, theirs: string, most: number): Promise<void> => {
      const own = await bundle(ours);
      const official = (await bundle(theirs)).size / kibibyte;
      rows.push(
        measured({ what, figures: [own.size / kibibyte], unit: "KiB", atMost: most }),
        compared({
          what,
          ours: [own.size / kibibyte],
          theirs: [official],
          peer: "official",
          unit: "KiB",
          goal: 1,
          less: true,
        }),
      );
      accounts.push(`${what}: ${shares(own.modules)}`);
    };
    const client = 'import { Surreal } from "surrealdb"; globalThis.surreal = Surreal;';
    const recordId = 'import { RecordId } from "surrealdb"; globalThis.surreal = RecordId;';
    await add("`surreal-sdk/async` with WebSocket and HTTP", fullClient.source, client, 22);
    await add("`RecordId` alone", recordIdAlone, recordId, 5);
    return { rows, accounts, accountsOf: "Minified bytes by package" };
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
