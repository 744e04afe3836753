import ts from "typescript";

/** Where the declarations of the language are in the page's compiler. */
export const LIBRARY = "/lib";

/** The path of the program that is checked. */
export const CHECKED = "/program.ts";

/** How the playground checks a program: strictly, and with what a web worker has. */
export const checkOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts", "lib.webworker.d.ts", "lib.webworker.asynciterable.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};
