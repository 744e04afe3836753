import { posix } from "node:path";
import ts from "typescript";
import { lineOf } from "./source-file.mjs";

/** Methods that need no comment. */
const plainMembers = new Set(["constructor", "toString", "toJSON", "equals", "valueOf"]);

/**
 * Finds what users can import without documentation: exports of a package's public entries without a comment, and
 * methods of exported classes without one.
 *
 * @param {import("./workspace.mjs").Member[]} workspace
 * @returns {string[]} one sentence for each
 */
export function checkDocumentation(workspace) {
  return workspace.filter(({ kind }) => kind === "package").flatMap(checkMember);
}

function checkMember(member) {
  const sources = new Map(member.files.map((file) => [file.path, file]));
  const entries = publicFiles(member).filter((path) => sources.has(path));
  const seen = new Set();
  return entries
    .flatMap((path) => [...exportsOf(path, sources)])
    .flatMap(({ file, node, name }) => {
      if (seen.has(node)) return [];
      seen.add(node);
      return undocumented(node, name).map((text) => `${file.path}:${lineOf(file.tree, node)} ${text}`);
    });
}

/** The source files behind the entries of package.json. */
function publicFiles({ folder, manifest }) {
  return Object.values(manifest.exports ?? {})
    .map((target) => (typeof target === "string" ? target : target.default))
    .filter((target) => /^\.\/dist\/.*\.js$/.test(target ?? ""))
    .map((target) => `${folder}/${target.slice("./dist/".length).replace(/^/, "src/").replace(/\.js$/, ".ts")}`);
}

/** Every exported declaration, with the file that contains it; declarations of other packages are not included. */
function* exportsOf(path, sources, wanted) {
  const file = sources.get(path);
  if (file === undefined) return;
  for (const statement of file.tree.statements) {
    if (ts.isExportDeclaration(statement)) yield* reExports(statement, path, sources, wanted);
    else if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      for (const name of namesOf(statement)) {
        if (wanted === undefined || wanted.has(name)) yield { file, node: statement, name };
      }
    }
  }
}

function* reExports(statement, path, sources, wanted) {
  if (!statement.moduleSpecifier?.text.startsWith(".")) return;
  const target = posix.join(posix.dirname(path), statement.moduleSpecifier.text);
  const elements = statement.exportClause?.elements;
  if (elements === undefined) return yield* exportsOf(target, sources, wanted);
  const here = elements.filter((element) => wanted === undefined || wanted.has(element.name.text));
  yield* exportsOf(target, sources, new Set(here.map(({ name, propertyName }) => (propertyName ?? name).text)));
}

function namesOf(statement) {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.text);
  return statement.name === undefined ? [] : [statement.name.text];
}

function undocumented(node, name) {
  const complaints = isDocumented(node) ? [] : [`exports ${name} without a comment.`];
  if (!ts.isClassDeclaration(node)) return complaints;
  const methods = node.members.filter(
    (member) =>
      (ts.isMethodDeclaration(member) || ts.isGetAccessor(member)) &&
      ts.isIdentifier(member.name) &&
      !plainMembers.has(member.name.text) &&
      !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword),
  );
  const documented = new Set(methods.filter(isDocumented).map(({ name: { text } }) => text));
  const bare = new Set(methods.map(({ name: { text } }) => text).filter((text) => !documented.has(text)));
  return [...complaints, ...[...bare].map((text) => `exports ${name}, whose ${text} has no comment.`)];
}

function isDocumented(node) {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}
