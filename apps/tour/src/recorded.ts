import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../../test-harness/FAULTS.md", import.meta.url));

/**
 * What the official SDK did under one of the faults that both SDKs were put through, as recorded when they were run.
 *
 * @throws Error when the record has no such row
 */
export function recorded(row: string): string {
  const [, comparison = ""] = readFileSync(file, "utf8").split("side by side\n");
  const found = new RegExp(`^\\| ${row} \\|.*\\| ([^|]+) \\|$`, "m").exec(comparison);
  if (found?.[1] === undefined) throw new Error(`FAULTS.md has no row ${row}.`);
  return found[1];
}
