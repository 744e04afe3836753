import ts from "typescript";
import { CHECKED, checkOptions, LIBRARY } from "./check-options.ts";
import type { TypeFile } from "./type-files.ts";

/** What the compiler has to say about a part of a program. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  /** The line, from 1 on. */
  readonly line: number;
  readonly message: string;
}

/** Checks programs against the declarations of the packages; one text after the other, the same files. */
export class ProgramChecker {
  readonly #service: ts.LanguageService;
  #source = "";
  #version = 0;

  constructor(files: readonly TypeFile[]) {
    const texts = new Map(files);
    const read = (path: string): string | undefined => (path === CHECKED ? this.#source : texts.get(path));
    const folders = new Set(files.flatMap(([path]) => foldersAbove(path)));
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => checkOptions,
      getScriptFileNames: () => [CHECKED],
      getScriptVersion: (path) => (path === CHECKED ? String(this.#version) : "1"),
      getScriptSnapshot(path) {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => "/",
      getDefaultLibFileName: () => `${LIBRARY}/lib.es2022.d.ts`,
      fileExists: (path) => read(path) !== undefined,
      readFile: read,
      directoryExists: (path) => folders.has(path),
    });
  }

  /** What is wrong with a program, in the order of its text; nothing where it is right. */
  check(source: string): Problem[] {
    this.#write(source);
    const found = [...this.#service.getSyntacticDiagnostics(CHECKED), ...this.#service.getSemanticDiagnostics(CHECKED)];
    return found.map((diagnostic) => problemOf(source, diagnostic)).sort((a, b) => a.from - b.from);
  }

  /** The type of what stands at a place of a program, as an editor shows it. */
  typeAt(source: string, position: number): string | undefined {
    this.#write(source);
    const info = this.#service.getQuickInfoAtPosition(CHECKED, position);
    return info === undefined ? undefined : ts.displayPartsToString(info.displayParts);
  }

  #write(source: string): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#version++;
  }
}

function problemOf(source: string, { start = 0, length = 0, messageText }: ts.Diagnostic): Problem {
  const line = source.slice(0, start).split("\n").length;
  return { from: start, to: start + length, line, message: ts.flattenDiagnosticMessageText(messageText, "\n") };
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/") || "/");
}
