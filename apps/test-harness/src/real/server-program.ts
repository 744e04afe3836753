import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** A program of a real SurrealDB server. */
export interface ServerProgram {
  readonly path: string;
  /** Its version, such as `"3.3.5"`. */
  readonly version: string;
}

/** The versions that the repository builds and compares with, oldest first. */
export const pinnedVersions = ["3.0.5", "3.1.6", "3.2.6", "3.3.5", "4.0.0-beta.1"] as const;

/** Where built servers are kept: `SURREAL_SERVERS`, or a folder of the user's cache. Never inside of the repository. */
export function serverCache(): string {
  const { SURREAL_SERVERS, XDG_CACHE_HOME } = process.env;
  return SURREAL_SERVERS ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "surreal-servers");
}

/** Where the program of a version is, once it has been built. */
export function cachedPath(version: string): string {
  return join(serverCache(), version, process.platform === "win32" ? "surreal.exe" : "surreal");
}

/** Every server in the cache, oldest version first. */
export function cachedPrograms(): readonly ServerProgram[] {
  const folder = serverCache();
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d+\.\d+\.\d+/.test(name))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }))
    .map((version) => ({ version, path: cachedPath(version) }))
    .filter(({ path }) => existsSync(path));
}

/**
 * The server to test with: the program that `SURREAL_BINARY` names, or the newest stable one in the cache.
 *
 * @throws Error if `SURREAL_BINARY` names something that does not tell its version
 */
export function chosenProgram(): ServerProgram | undefined {
  const named = process.env.SURREAL_BINARY;
  if (named !== undefined && named !== "") return { path: named, version: versionOf(named) };
  return cachedPrograms()
    .filter(({ version }) => !version.includes("-"))
    .at(-1);
}

/** Whether every suite runs on the chosen server: `npm run compatibility` asks for it, or `SURREAL_BINARY` names one. */
export function runsEverySuite(): boolean {
  const { SURREAL_BINARY, SURREAL_COMPATIBILITY } = process.env;
  return SURREAL_COMPATIBILITY !== undefined || (SURREAL_BINARY !== undefined && SURREAL_BINARY !== "");
}

function versionOf(path: string): string {
  const { stdout } = spawnSync(path, ["version"], { encoding: "utf8" });
  const version = /\d+\.\d+\.\d+(?:-[\w.]+)?/.exec(stdout ?? "")?.[0];
  if (version === undefined) throw new Error(`SURREAL_BINARY names ${path}, which does not answer to "version".`);
  return version;
}
