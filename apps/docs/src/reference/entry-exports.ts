import ts from "typescript";
import { programOf, withoutLinks } from "./surface.ts";

/** Something that an entry point exports. */
export interface EntryExport {
  readonly name: string;
  readonly kind: "class" | "function" | "type" | "variable";
  /** The first paragraph of its comment. */
  readonly summary: string;
  /** How it is declared: the same text for the same thing under two entry points. */
  readonly origin: string;
  /** How a function is called, and nothing for anything else. */
  readonly signature: string | undefined;
}

/**
 * Reads what entry points export, each in alphabetical order.
 *
 * @param files - the sources of the entry points
 * @throws Error when one of them is missing
 */
export function entryExports(files: readonly string[]): EntryExport[][] {
  const program = programOf(files);
  const checker = program.getTypeChecker();
  return files.map((file) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} is missing, or it exports nothing.`);
    const found = checker.getExportsOfModule(module).map((symbol) => exportOf(checker, symbol));
    return found.sort((one, other) => (one.name < other.name ? -1 : 1));
  });
}

function exportOf(checker: ts.TypeChecker, symbol: ts.Symbol): EntryExport {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  const [declaration] = target.declarations ?? [];
  const [call] = declaration === undefined ? [] : checker.getTypeOfSymbol(target).getCallSignatures();
  const comment = (call ?? target).getDocumentationComment(checker);
  const [summary = ""] = withoutLinks(comment).split("\n\n");
  return {
    name: symbol.name,
    kind: kindOf(target.flags),
    summary: summary.replaceAll("\n", " "),
    origin: `${declaration?.getSourceFile().fileName}:${declaration?.pos}`,
    signature: call && `${symbol.name}${checker.signatureToString(call, declaration, ts.TypeFormatFlags.NoTruncation)}`,
  };
}

function kindOf(flags: ts.SymbolFlags): EntryExport["kind"] {
  if ((flags & ts.SymbolFlags.Class) !== 0) return "class";
  if ((flags & ts.SymbolFlags.Function) !== 0) return "function";
  return (flags & ts.SymbolFlags.Variable) !== 0 ? "variable" : "type";
}
