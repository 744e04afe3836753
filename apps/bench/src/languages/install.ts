import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Language } from "./language.ts";

const run = promisify(execFile);

/** A language whose program is ready to run. */
export interface Installed {
  readonly language: Language;
  /** Where its program and its client are. */
  readonly folder: string;
  /** What is measured: `Go 1.24.0 with its client 1.0.0`. */
  readonly versions: string;
}

/** Why a language does not take part. */
export interface NotInstalled {
  readonly language: Language;
  readonly reason: string;
}

/** Where the sources of a language are, and in which folder clients are installed. */
export interface Places {
  readonly sources: string;
  readonly cache: string;
}

/** Installs the client of a language and builds its program, once, outside of the repository. */
export async function install(
  language: Language,
  places: Places = usualPlaces(language),
): Promise<Installed | NotInstalled> {
  const [tool, ...words] = language.tool;
  const { error, stdout } = spawnSync(tool, words, { encoding: "utf8" });
  if (error !== undefined) return { language, reason: `there is no ${tool} on this machine` };
  const folder = join(places.cache, language.folder);
  const seal = join(folder, "installed");
  const wanted = sealOf(places.sources, language);
  if (!existsSync(seal) || readFileSync(seal, "utf8") !== wanted) {
    cpSync(places.sources, folder, { recursive: true });
    try {
      for (const [path, ...rest] of language.steps) await run(path, rest, { cwd: folder });
    } catch (cause) {
      return { language, reason: `its client cannot be installed (${lastLine(cause)})` };
    }
    writeFileSync(seal, wanted);
  }
  const client = language.client.version.exec(readFileSync(join(places.sources, language.client.file), "utf8"))?.[1];
  return {
    language,
    folder,
    versions: `${language.name} ${/\d+(\.\d+)+/.exec(stdout)?.[0]} with its client ${client}`,
  };
}

/** The cache is in `XDG_CACHE_HOME`, or in the usual place for caches of this user. */
function usualPlaces({ folder }: Language): Places {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const sources = fileURLToPath(new URL(`../../languages/${folder}`, import.meta.url));
  return { sources, cache: join(caches, "surreal-bench") };
}

/** Changes with the sources and with the steps. */
function sealOf(sources: string, { steps }: Language): string {
  const hash = createHash("sha256").update(JSON.stringify(steps));
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest("hex");
}

function lastLine(cause: unknown): string {
  const { stderr, message } = cause as { readonly stderr?: string; readonly message: string };
  return (stderr?.trim() || message).split("\n").at(-1) ?? message;
}
