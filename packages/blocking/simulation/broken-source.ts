import { mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildContext, context, type Plugin } from "esbuild";
import { type Sabotage, sabotages } from "./sabotages.ts";
import type * as Simulation from "./simulate.ts";

const here = dirname(fileURLToPath(import.meta.url));
/** The packages that a client in a simulation is made of. */
const packages = ["core", "link", "codec", "transport", "values"];

/** Loads simulations of clients that one rule is broken in, each made of the sources in one file. */
export class BrokenSources {
  readonly #folder: string;
  readonly #building: BuildContext;
  readonly #breaking: Breaking;
  #count = 0;

  private constructor(folder: string, building: BuildContext, breaking: Breaking) {
    this.#folder = folder;
    this.#building = building;
    this.#breaking = breaking;
  }

  static async open(): Promise<BrokenSources> {
    // Where modules of others are found.
    const folder = await mkdtemp(join(here, "../node_modules/.broken-"));
    const breaking = new Breaking();
    const building = await context({
      entryPoints: [join(here, "simulate.ts")],
      outfile: join(folder, "simulate.mjs"),
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "silent",
      tsconfigRaw: { compilerOptions: { paths: sources() } },
      plugins: [breaking.plugin],
    });
    return new BrokenSources(folder, building, breaking);
  }

  /** @throws when the sabotage no longer finds its place. */
  async load(sabotage: Sabotage): Promise<typeof Simulation> {
    await this.#breaking.during(sabotage, () => this.#building.rebuild());
    this.#count += 1;
    // Each is a module of its own.
    const url = `${pathToFileURL(join(this.#folder, "simulate.mjs")).href}?${this.#count}`;
    return (await import(/* @vite-ignore */ url)) as typeof Simulation;
  }

  async close(): Promise<void> {
    await this.#building.dispose();
    await rm(this.#folder, { recursive: true });
  }
}

/** Sources in place of what was built of them: a sabotage is written as the source is. */
function sources(): Record<string, string[]> {
  const root = join(here, "../..");
  const entries = packages.map((name) => [`@surreal-sdk/${name}`, [join(root, name, "src/index.ts")]]);
  const further = [
    ["@surreal-sdk/core/version-judge", [join(root, "core/src/version-judge.ts")]],
    ["@surreal-sdk/transport/toolkit", [join(root, "transport/src/toolkit.ts")]],
    ["@surreal-sdk/link/simulation", [join(root, "link/simulation/index.ts")]],
  ];
  return Object.fromEntries([...entries, ...further]);
}

/** Changes the source that the sabotage of the moment is about, and leaves all others as they are. */
class Breaking {
  #sabotage: Sabotage | undefined;
  #isDone = false;

  readonly plugin: Plugin = {
    name: "breaking",
    setup: (building) => {
      const files = new Set(sabotages.map(({ file }) => file));
      building.onLoad({ filter: new RegExp(`/(${[...files].join("|")})$`) }, async ({ path }) => {
        const contents = await readFile(path, "utf8");
        return { contents: this.#broken(path, contents), loader: "ts" };
      });
    },
  };

  async during(sabotage: Sabotage, build: () => Promise<unknown>): Promise<void> {
    this.#sabotage = sabotage;
    this.#isDone = false;
    await build();
    if (!this.#isDone) throw lost(sabotage, sabotage.file);
  }

  #broken(path: string, source: string): string {
    const sabotage = this.#sabotage;
    if (sabotage === undefined || !path.endsWith(`/${sabotage.file}`)) return source;
    this.#isDone = true;
    return sabotage.changes.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw lost(sabotage, from);
      return text.replaceAll(from, to);
    }, source);
  }
}

function lost({ name }: Sabotage, what: string): Error {
  return new Error(`The sabotage "${name}" does not find its place: ${what}`);
}
