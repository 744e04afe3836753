import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** Called by vitest before a run: gives its test files one folder for the packed packages, and removes it in the end. */
export default function shareTarballs(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "tarballs-"));
  process.env.PACKED_TARBALLS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
