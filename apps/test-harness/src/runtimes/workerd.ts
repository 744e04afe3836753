import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { installPackages } from "./installed-packages.ts";

/** The runtime of Cloudflare Workers, in the program that runs it on one's own machine. */
const versions = { miniflare: "4.20260730.0" } as const;

/** What is used of miniflare, which is no dependency of this workspace. */
interface Miniflare {
  readonly Miniflare: new (options: {
    readonly modules: true;
    readonly script: string;
    readonly compatibilityDate: string;
  }) => {
    dispatchFetch(url: string): Promise<{ text(): Promise<string> }>;
    dispose(): Promise<void>;
  };
}

/** Runs a worker and gives what it answers to a request for a URL. */
export type AskWorker = (folder: string, program: string, argument: string) => Promise<string>;

/** Installs workerd from npm. */
export async function installWorkerd(): Promise<AskWorker> {
  const modules = await installPackages("workerd", versions);
  const entry = pathToFileURL(join(modules, "miniflare/dist/src/index.js"));
  const { Miniflare } = (await import(entry.href)) as Miniflare;
  return async (folder, program, argument) => {
    const { outputFiles } = await build({
      stdin: { contents: program, resolveDir: folder, loader: "js" },
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      conditions: ["workerd"],
      logLevel: "silent",
    });
    const worker = new Miniflare({
      modules: true,
      script: outputFiles[0]?.text ?? "",
      compatibilityDate: "2025-06-01",
    });
    try {
      const answer = await worker.dispatchFetch(`http://worker/?argument=${encodeURIComponent(argument)}`);
      return await answer.text();
    } finally {
      await worker.dispose();
    }
  };
}
