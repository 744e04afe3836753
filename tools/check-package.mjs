// Packs the package in the working folder and checks the tarball: `node ../../tools/check-package.mjs`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackedPackage } from "./packed-package.mjs";

const pnpm = fileURLToPath(new URL("node_modules/pnpm/bin/pnpm.cjs", import.meta.url));
const destination = mkdtempSync(join(tmpdir(), "packed-"));

try {
  const packed = spawnSync(process.execPath, [pnpm, "pack", "--pack-destination", destination], { encoding: "utf8" });
  if (packed.status !== 0) throw new Error(`pnpm pack failed:\n${packed.stdout}${packed.stderr}`);
  const [name] = readdirSync(destination);
  const tarball = readFileSync(join(destination, name));
  const { complaints, files } = await checkPackedPackage(tarball);
  for (const complaint of complaints) console.error(complaint);
  console.log(`${name}: ${files.length} files, ${tarball.length} bytes, ${complaints.length} complaints.`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
} finally {
  rmSync(destination, { recursive: true, force: true });
}
