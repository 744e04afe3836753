// Runs when the site is built: the declarations that a program of the playground is checked against.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { CHECKED, checkOptions, LIBRARY } from "./check-options.ts";

/** A file that the compiler of the page reads: its path there, and its text. */
export type TypeFile = readonly [path: string, text: string];

/**
 * Collects what the packages that a program can import declare, and what the language and a worker do.
 *
 * @param folder - a folder from which the packages can be imported
 * @throws Error when a package has not been built
 */
export function typeFiles(folder: string): TypeFile[] {
  const entry = join(folder, CHECKED.slice(1));
  const names = ["surreal-sdk", "surreal-sdk/async", "@surreal-sdk/values"];
  const text = names.map((name) => `import ${JSON.stringify(name)};\n`).join("");
  const program = ts.createProgram([entry], checkOptions, hostWith(entry, text));
  const [problem] = ts.getPreEmitDiagnostics(program);
  if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
  const manifests = new Map<string, TypeFile>();
  const files = program.getSourceFiles().flatMap(({ fileName, text }): TypeFile[] => {
    if (fileName === entry) return [];
    const [path, manifest] = placeOf(fileName);
    if (manifest !== undefined) manifests.set(manifest[0], manifest);
    return [[path, text]];
  });
  return [...files, ...manifests.values()];
}

function hostWith(entry: string, text: string): ts.CompilerHost {
  const host = ts.createCompilerHost(checkOptions);
  return {
    ...host,
    fileExists: (path) => path === entry || host.fileExists(path),
    readFile: (path) => (path === entry ? text : host.readFile(path)),
    getSourceFile: (path, ...rest) =>
      path === entry ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : host.getSourceFile(path, ...rest),
  };
}

/** Where a file is in the page; a file of a package brings the package's manifest along. */
function placeOf(file: string): [path: string, manifest?: TypeFile] {
  const [, library] = /\/typescript\/lib\/(lib\.[^/]*)$/.exec(file) ?? [];
  if (library !== undefined) return [`${LIBRARY}/${library}`];
  const root = rootOf(dirname(file));
  const { name, type, exports, imports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const home = `/node_modules/${name}`;
  const manifest = JSON.stringify({ name, type, exports, imports });
  return [`${home}${file.slice(root.length)}`, [`${home}/package.json`, manifest]];
}

/** The folder of the package that a folder belongs to. */
function rootOf(folder: string): string {
  return ts.sys.fileExists(join(folder, "package.json")) ? folder : rootOf(dirname(folder));
}
