import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { repository } from "../readme/documents.ts";

const execute = promisify(execFile);

/** Packs every package into a new folder. */
async function pack(folder: string): Promise<void> {
  const pnpm = join(repository, "node_modules/.bin/pnpm");
  await execute(pnpm, ["-r", "--filter", "./packages/*", "pack", "--pack-destination", folder], { cwd: repository });
}

/**
 * The folder with every package, packed. The test files of one run share what the first of them packs, in the folder that
 * `PACKED_TARBALLS` names.
 *
 * @param own - the folder to pack into outside of such a run
 */
export async function tarballs(own: string): Promise<string> {
  const shared = process.env.PACKED_TARBALLS;
  if (shared === undefined) {
    await pack(own);
    return own;
  }
  const done = join(shared, "packed");
  while (!existsSync(done)) {
    if (await packFirst(shared, done)) break;
    await pause(50);
  }
  return done;
}

/** Packs unless another process does or did; reports whether it packed. */
async function packFirst(shared: string, done: string): Promise<boolean> {
  const claim = join(shared, "claim");
  if (mkdirSync(claim, { recursive: true }) === undefined) return false;
  try {
    await pack(join(shared, "packing"));
    renameSync(join(shared, "packing"), done);
    return true;
  } catch (error) {
    rmSync(claim, { recursive: true });
    throw error;
  }
}
