import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { OnLoadArgs, OnLoadResult, Plugin } from "esbuild";
import { compile as compileSvelte } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

/** What is used of Babel, which is no dependency of this workspace: Solid compiles its components with it. */
interface Babel {
  transformAsync(source: string, options: object): Promise<{ readonly code: string }>;
}

/** Compiles the components of the frameworks, each with the compiler of its framework. */
export function compilers(modules: string): Plugin {
  const load = createRequire(join(modules, "resolve.cjs"));
  const babel = load("@babel/core") as Babel;
  const presets = [
    [load.resolve("babel-preset-solid"), {}],
    [load.resolve("@babel/preset-typescript"), {}],
  ];
  const solid = async (source: string, filename: string): Promise<string> =>
    (await babel.transformAsync(source, { presets, filename, babelrc: false, configFile: false })).code;
  return {
    name: "frameworks",
    setup(build) {
      build.onLoad({ filter: /\.vue$/ }, compiled(vue, "ts"));
      build.onLoad({ filter: /\.svelte$/ }, compiled(svelte, "js"));
      build.onLoad({ filter: /solid-[^/]*\.tsx$/ }, compiled(solid, "js"));
    },
  };
}

type Compile = (source: string, filename: string) => string | Promise<string>;

function compiled(compile: Compile, loader: "js" | "ts") {
  return async ({ path }: OnLoadArgs): Promise<OnLoadResult> => ({
    contents: await compile(await readFile(path, "utf8"), path),
    loader,
  });
}

function vue(source: string, filename: string): string {
  const { descriptor } = parse(source, { filename });
  return compileScript(descriptor, { id: "users", inlineTemplate: true }).content;
}

function svelte(source: string, filename: string): string {
  return compileSvelte(source, { generate: "client", filename }).js.code;
}
