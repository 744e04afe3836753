import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../readme/documents.ts";

/** Where installations stay: every run after the first one finds them there. */
const cache = join(repository, "apps/test-harness/node_modules/.cache/installed");

/**
 * Installs packages from npm, outside of the workspace, and gives their `node_modules`. What has been installed before is
 * not installed again, and an installation that breaks off leaves nothing behind that would be taken for one.
 *
 * @param name - what the installation is called
 * @param dependencies - the packages with their exact versions
 */
export async function installPackages(name: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
  const versions = Object.values(dependencies).map((version) => version.replace(/^.*@/, ""));
  const home = join(cache, [name, ...versions].join("-"));
  if (existsSync(home)) return join(home, "node_modules");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "unfinished-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
    if (!existsSync(home)) renameSync(folder, home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return join(home, "node_modules");
}
