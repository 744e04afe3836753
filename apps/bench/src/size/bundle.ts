import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

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
 * @param without - the paths of modules in whose place there are empty ones
 */
export async function bundle(source: string, conditions: readonly string[] = [], without?: RegExp): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["module", ...conditions],
    plugins: without === undefined ? [] : [emptying(without)],
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

/** Puts a module without content in the place of others: it exports the same names. */
function emptying(paths: RegExp): Plugin {
  return {
    name: "emptying",
    setup({ onLoad }) {
      // The filter of esbuild knows fewer expressions.
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        if (!paths.test(path)) return undefined;
        const text = readFileSync(path, "utf8");
        const passed = [...text.matchAll(/^export \* from .*$/gm)].map(([line]) => line);
        return {
          contents: [
            ...passed,
            ...exportedNames(text).map((name) => `export const ${name} = /* @__PURE__ */ Object();`),
          ].join("\n"),
        };
      });
    },
  };
}

/** The names that a module of this repository exports, as the compiler writes them. */
function exportedNames(text: string): string[] {
  const declared = [...text.matchAll(/^export (?:async )?(?:class|const|let|function\*?) (\w+)/gm)].map(
    ([, name]) => name,
  );
  const listed = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map((each) => each.trim().split(" ").at(-1)),
  );
  return [...new Set([...declared, ...listed])].filter((name) => name !== undefined && name !== "") as string[];
}
