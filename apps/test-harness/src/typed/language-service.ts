import { fileURLToPath } from "node:url";
import ts from "typescript-6.0";

const file = fileURLToPath(new URL("./program.ts", import.meta.url));
/** The libraries and the declarations of the SDK, which are read once for all editors. */
const shared = ts.createDocumentRegistry();

/** Answers what an editor shows in a program. A position in it is marked by `/*name*\/` before a word. */
export class Editor {
  readonly #service: ts.LanguageService;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => ({
        target: ts.ScriptTarget.ES2022,
        lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
        module: ts.ModuleKind.NodeNext,
        strict: true,
        skipLibCheck: true,
        noErrorTruncation: true,
        types: [],
      }),
      getScriptFileNames: () => [file],
      getScriptVersion: (name) => (name === file ? text : "1"),
      getScriptSnapshot: (name) => {
        const found = name === file ? text : ts.sys.readFile(name);
        return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
      },
      getCurrentDirectory: () => fileURLToPath(new URL("../..", import.meta.url)),
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (name) => name === file || ts.sys.fileExists(name),
      readFile: (name) => (name === file ? text : ts.sys.readFile(name)),
      directoryExists: (name) => ts.sys.directoryExists(name),
      realpath: (name) => ts.sys.realpath?.(name) ?? name,
    };
    this.#service = ts.createLanguageService(host, shared);
  }

  /** What the compiler says of each error. */
  errors(): string[] {
    return this.#service
      .getSemanticDiagnostics(file)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  }

  /** What is shown of the word behind a mark, on one line. */
  hover(mark: string): string {
    const info = this.#service.getQuickInfoAtPosition(file, this.#place(mark));
    return ts.displayPartsToString(info?.displayParts ?? []).replaceAll(/\s+/g, " ");
  }

  /** The comment that is shown of the word behind a mark. */
  comment(mark: string): string {
    return ts.displayPartsToString(this.#service.getQuickInfoAtPosition(file, this.#place(mark))?.documentation ?? []);
  }

  /** The completions at a mark. */
  completions(mark: string): string[] {
    const found = this.#service.getCompletionsAtPosition(file, this.#place(mark), undefined);
    return (found?.entries ?? []).map(({ name }) => name);
  }

  #place(mark: string): number {
    const written = `/*${mark}*/`;
    const start = this.#text.indexOf(written);
    if (start < 0) throw new Error(`The program has no mark ${written}.`);
    return start + written.length;
  }
}
