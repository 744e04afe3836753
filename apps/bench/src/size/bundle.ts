import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a browser loads of a program, put together, minified and compressed. */
export interface Bundle {
  /** The program. */
  readonly text: string;
  /** Bytes, compressed. */
  readonly size: number;
  /** Bytes of each module in it before compression. */
  readonly modules: ReadonlyMap<string, number>;
}

/** The condition of a bundle whose errors show numbers in the place of sentences. */
export const shortErrors = "surreal-short-errors";

/**
 * Bundles a program for the browser, as applications are.
 *
 * @param conditions - further conditions for the entries of packages
 */
export async function bundle(source: string, conditions: readonly string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["module", ...conditions],
    write: false,
    metafile: true,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const text = outputFiles[0]?.text ?? "";
  return {
    text,
    size: gzipSync(text, { level: 9 }).length,
    modules: new Map(inputs.map(([path, { bytesInOutput }]) => [path, bytesInOutput])),
  };
}
