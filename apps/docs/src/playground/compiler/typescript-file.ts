// Runs when the site is built: TypeScript as a file of its own.
import { build } from "esbuild";
import ts from "typescript";
import type { UserConfig } from "vitepress";

type WorkerPlugins = NonNullable<NonNullable<NonNullable<UserConfig["vite"]>["worker"]>["plugins"]>;

const file = `assets/typescript-${ts.version}.js`;

/** Writes TypeScript beside the compiler's worker, which imports it: looking in it for unused code takes long, and there is none. */
export const typescriptFile: WorkerPlugins = () => [
  {
    name: "typescript-file",
    apply: "build",
    enforce: "pre",
    resolveId: (source) => (source === "typescript" ? { id: `/${file}`, external: "absolute" } : null),
    async generateBundle(_, bundle) {
      const imports = Object.values(bundle).flatMap((output) => (output.type === "chunk" ? output.imports : []));
      if (!imports.includes(`/${file}`)) return;
      const { outputFiles } = await build({
        stdin: { contents: 'export { default } from "typescript";', resolveDir: import.meta.dirname },
        bundle: true,
        format: "esm",
        minify: true,
        platform: "browser",
        write: false,
      });
      this.emitFile({ type: "asset", fileName: file, source: outputFiles[0]?.contents ?? "" });
    },
  },
];
