import ts from "typescript";

/**
 * @typedef {object} Import
 * @property {string | undefined} specifier `undefined` when it is computed
 * @property {number} line
 * @property {boolean} typeOnly erased when built
 * @property {boolean} lazy `import()`
 * @property {boolean} [address] `new URL("./file", import.meta.url)`, which does not load the file
 * @property {string[]} names the imported names; `"*"` for everything
 *
 * @typedef {object} SourceFile
 * @property {string} path from the root of the workspace, with forward slashes
 * @property {"source" | "test" | "build"} role
 * @property {string} text
 * @property {import("typescript").SourceFile} tree
 * @property {Import[]} imports
 */

/**
 * Parses a file and finds its imports, in every syntax.
 *
 * @param {string} path
 * @param {string} text
 * @param {SourceFile["role"]} role
 * @returns {SourceFile}
 */
export function readSource(path, text, role) {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports = referenceDirectives(tree);
  visit(tree, (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push({ ...found, line: lineOf(tree, node) });
  });
  return { path, role, text, tree, imports };
}

/**
 * Calls `see` for a node and all its descendants.
 *
 * @param {import("typescript").Node} node
 * @param {(node: import("typescript").Node) => void} see
 */
export function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** The line of a node, counted from 1. */
export function lineOf(tree, node) {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function importOf(node) {
  if (ts.isImportDeclaration(node)) return fromDeclaration(node, node.importClause?.isTypeOnly === true);
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) return fromDeclaration(node, node.isTypeOnly);
  if (ts.isImportTypeNode(node)) return taken(literal(node.argument.literal), true, false, ["*"]);
  if (ts.isExternalModuleReference(node)) return taken(literal(node.expression), false, false, ["*"]);
  if (!ts.isCallExpression(node)) return fromAddress(node);
  const lazy = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const required = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return lazy || required ? taken(literal(node.arguments[0]), false, lazy, ["*"]) : undefined;
}

function fromDeclaration(node, typeOnly) {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  const elements = bindings && "elements" in bindings ? bindings.elements : undefined;
  const names = elements?.map((element) => (element.propertyName ?? element.name).text) ?? ["*"];
  const everyNameIsType = elements !== undefined && elements.length > 0 && elements.every((each) => each.isTypeOnly);
  const named = ts.isImportDeclaration(node) ? node.importClause?.name === undefined : true;
  return taken(literal(node.moduleSpecifier), typeOnly || (everyNameIsType && named), false, names);
}

/** `new URL("./worker.ts", import.meta.url)` refers to a file, as an import does. */
function fromAddress(node) {
  if (!ts.isNewExpression(node) || node.expression.getText() !== "URL") return undefined;
  const [path, base] = node.arguments ?? [];
  const address = literal(path);
  if (base?.getText() !== "import.meta.url" || address === undefined) return undefined;
  const specifier = /^(\.|[a-z]+:)/.test(address) ? address : `./${address}`;
  return { ...taken(specifier, false, true, ["*"]), address: true };
}

function referenceDirectives(tree) {
  return [
    ...tree.typeReferenceDirectives.map((each) => ({ ...taken(each.fileName, true, false, ["*"]), line: 1 })),
    ...tree.referencedFiles.map((each) => ({ ...taken(each.fileName, true, false, ["*"]), line: 1 })),
  ];
}

function literal(node) {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function taken(specifier, typeOnly, lazy, names) {
  return { specifier, typeOnly, lazy, names };
}
