import ts from "typescript";

/** A method or property, as each mode has it. */
export interface SurfaceMember {
  readonly name: string;
  /** The first paragraph of its comment. */
  readonly summary: string;
  /** The rest of its comment, as Markdown: further paragraphs, errors, examples. */
  readonly details: string;
  /** One line for each overload; none where the mode does not have it. */
  readonly async: readonly string[];
  readonly blocking: readonly string[];
}

/** Something with methods: a connection, a builder, a stream. */
export interface Surface {
  readonly owner: string;
  readonly members: readonly SurfaceMember[];
}

/**
 * Reads the two modes of every owner off the types that users get.
 *
 * @param file - the source with the interface `Sides`
 * @throws Error when the types do not compile
 */
export function readSurfaces(file: string): Surface[] {
  const program = programOf([file]);
  const source = program.getSourceFile(file);
  const [problem] = program.getSemanticDiagnostics(source);
  if (source === undefined || problem !== undefined) {
    throw new Error(ts.flattenDiagnosticMessageText(problem?.messageText ?? `${file} is missing.`, "\n"));
  }
  const checker = program.getTypeChecker();
  const sides = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === "Sides");
  return checker.getPropertiesOfType(checker.getTypeAtLocation(sides as ts.Node)).map((owner) => {
    const pair = checker.getTypeOfSymbol(owner);
    const mode = (name: string) => modeOf(checker, pair, name);
    return { owner: owner.name, members: paired(mode("async"), mode("blocking")) };
  });
}

/** Compiles sources as far as the reference needs it. */
export function programOf(files: readonly string[]): ts.Program {
  return ts.createProgram([...files], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
  });
}

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly details: string;
  readonly signatures: readonly string[];
}

function modeOf(checker: ts.TypeChecker, pair: ts.Type, mode: string): Map<string, Entry> {
  const side = pair.getProperty(mode) as ts.Symbol;
  const members = checker.getPropertiesOfType(checker.getTypeOfSymbol(side)).filter(isForUsers);
  const entries = members.map((member) => entryOf(checker, member));
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function isForUsers(member: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const declarations = member.declarations ?? [];
  if (declarations.some((node) => (ts.getCombinedModifierFlags(node) & hidden) !== 0)) return false;
  const internal = member.getJsDocTags().some(({ name }) => name === "internal");
  return !internal && !/^#private$|^toJSON$|^__@\w*[iI]terator@|^__@toStringTag@/.test(member.name);
}

function entryOf(checker: ts.TypeChecker, member: ts.Symbol): Entry {
  const disposal = /^__@(asyncDispose|dispose)@/.exec(member.name)?.[1];
  const name = disposal === undefined ? member.name : "using";
  const written = disposal === undefined ? name : `[Symbol.${disposal}]`;
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
  const type = checker.getTypeOfSymbol(member);
  const calls = type.getCallSignatures().map((call) => written + checker.signatureToString(call, undefined, flags));
  const texts = calls.length > 0 ? calls : [`${written}: ${checker.typeToString(type, undefined, flags)}`];
  if (disposal !== undefined) {
    return { name, summary: "Closes it at the end of its block.", details: "", signatures: texts.map(plain) };
  }
  const [summary = "", ...paragraphs] = withoutLinks(member.getDocumentationComment(checker)).split("\n\n");
  const details = [...paragraphs, ...tagTexts(member)].join("\n\n");
  return { name, summary: summary.replaceAll("\n", " "), details, signatures: texts.map(plain) };
}

/** As the source has it: the compiler says twice that a parameter may be omitted, and spells out defaults. */
function plain(signature: string): string {
  return signature
    .replaceAll(/(\?: [^?]*?) \| undefined(?=[,)])/g, "$1")
    .replaceAll("Table<string, unknown>", "Table")
    .replaceAll("BoundQuery<unknown[]>", "BoundQuery")
    .replaceAll(/`a\$\{string\}`(?: \| `\w\$\{string\}`)+/g, "TableName")
    .replaceAll(/, AnyDatabase(?=[,>])|AnyDatabase, |<AnyDatabase>/g, "");
}

/** The errors and examples of a member, each once: overloads repeat them. */
function tagTexts(member: ts.Symbol): string[] {
  const tags = (member.declarations ?? []).flatMap((declaration) => ts.getJSDocTags(declaration));
  const texts = tags.map((tag, index) => {
    const text = plainComment(tag.getText());
    // The compiler takes the link of "@throws {@link X} when" for a tag of its own.
    return text === "{" ? plainComment(`{${tags[index + 1]?.getText() ?? ""}`) : text;
  });
  const textsOf = (wanted: string) => new Set(texts.filter((_, index) => tags[index]?.tagName.text === wanted));
  const errors = [...textsOf("throws")].map((text) => `- ${text.replaceAll("\n", " ")}`);
  return [...(errors.length > 0 ? [`Errors:\n\n${errors.join("\n")}`] : []), ...textsOf("example")];
}

/** The text of a tag without its name and without what frames a comment. */
function plainComment(tag: string): string {
  const text = tag.replaceAll(/\n[ \t]*\* ?/g, "\n").replace(/^@\w+\s*/, "");
  return linkless(text.replace(/[\s*]+$/, ""));
}

/** The text of a comment, with names in the place of links. */
export function withoutLinks(parts: ts.SymbolDisplayPart[]): string {
  return linkless(ts.displayPartsToString(parts));
}

function linkless(text: string): string {
  return text.replaceAll(/\{@link ([^}|]+)[^}]*\}/g, (_, name: string) => name.trim());
}

function paired(async: Map<string, Entry>, blocking: Map<string, Entry>): SurfaceMember[] {
  const names = [...new Set([...async.keys(), ...blocking.keys()])];
  names.sort((a, b) => Number(a === "using") - Number(b === "using"));
  return names.map((name) => ({
    name,
    summary: (async.get(name) ?? blocking.get(name))?.summary ?? "",
    details: (async.get(name) ?? blocking.get(name))?.details ?? "",
    async: async.get(name)?.signatures ?? [],
    blocking: blocking.get(name)?.signatures ?? [],
  }));
}
