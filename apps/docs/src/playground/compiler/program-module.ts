import ts from "typescript";

/** What a program may import; the worker has it. */
const importable = ["surreal-sdk", "surreal-sdk/async", "@surreal-sdk/values"];

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Makes of a TypeScript program the module that a worker loads: types are stripped, imports are read off what the worker
 * has, and lines with a comment `// =>` show their value. Lines stay where they are.
 *
 * @param runtime - the address of the worker's script that provides `playground`
 * @throws SyntaxError with the line, when it is not a program, or imports what is not here
 */
export function programModule(source: string, runtime: string): string {
  const { diagnostics = [] } = ts.transpileModule(source, { compilerOptions, reportDiagnostics: true });
  const [problem] = diagnostics;
  if (problem !== undefined) {
    throw syntaxError(source, problem.start ?? 0, ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
  }
  const tree = ts.createSourceFile("program.ts", source, ts.ScriptTarget.ESNext, true);
  const edits: Edit[] = [];
  visit(tree, tree, edits);
  const head = `import ${JSON.stringify(runtime)}; playground.run(async () => {`;
  const body = edits.reduceRight((text, { start, end, text: other }) => {
    return text.slice(0, start) + other + text.slice(end);
  }, source);
  return ts.transpileModule(`${head}${body}\n});`, { compilerOptions }).outputText;
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022, // not every browser knows `await using`
  module: ts.ModuleKind.ESNext,
};

function visit(node: ts.Node, tree: ts.SourceFile, edits: Edit[]): void {
  if (ts.isImportDeclaration(node)) edits.push(importEdit(node, tree));
  else if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) throw exported(node, tree);
  else {
    const [keyword] = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
    if (keyword?.kind === ts.SyntaxKind.ExportKeyword) throw exported(node, tree);
    const start = edits.length;
    ts.forEachChild(node, (child) => visit(child, tree, edits));
    const shown = shownExpression(node, tree);
    if (shown !== undefined) edits.splice(start, 0, ...shownEdits(shown, tree, expectedText(node, tree)));
    edits.sort((a, b) => a.start - b.start);
  }
}

/** What a line with a comment `// =>` is about. */
function shownExpression(node: ts.Node, tree: ts.SourceFile): ts.Expression | undefined {
  if (!ts.isExpressionStatement(node) && !ts.isVariableStatement(node)) return undefined;
  if (expectedText(node, tree) === undefined) return undefined;
  return ts.isExpressionStatement(node) ? node.expression : node.declarationList.declarations[0]?.initializer;
}

/** What stands in the comment `// =>` behind a line. */
function expectedText(node: ts.Node, tree: ts.SourceFile): string | undefined {
  const [comment] = ts.getTrailingCommentRanges(tree.text, node.end) ?? [];
  const text = comment === undefined ? "" : tree.text.slice(comment.pos, comment.end);
  return text.startsWith("// =>") ? text.slice("// =>".length).trim() : undefined;
}

function shownEdits(expression: ts.Expression, tree: ts.SourceFile, expected = ""): Edit[] {
  const start = expression.getStart(tree);
  const source = tree.text.slice(start, expression.end).replaceAll(/\s+/g, " ");
  const compared = isExpression(expected) ? `, () => (${expected})` : "";
  return [
    { start, end: start, text: `playground.shown(${JSON.stringify(source)}, ` },
    { start: expression.end, end: expression.end, text: `${compared})` },
  ];
}

/** Whether a text is one expression, which can be evaluated, and not a remark in words. */
function isExpression(text: string): boolean {
  if (/\bawait\b/.test(text)) return false; // it is evaluated at once
  const { diagnostics = [] } = ts.transpileModule(`() => (${text});`, { compilerOptions, reportDiagnostics: true });
  if (diagnostics.length > 0) return false;
  const [statement, ...others] = ts.createSourceFile("value.ts", `(${text});`, ts.ScriptTarget.ESNext).statements;
  const isStatement = statement !== undefined && others.length === 0 && ts.isExpressionStatement(statement);
  return isStatement && ts.isParenthesizedExpression(statement.expression);
}

/** `import { a as b } from "x"` becomes `const { a: b } = playground.modules["x"]`, on as many lines. */
function importEdit(node: ts.ImportDeclaration, tree: ts.SourceFile): Edit {
  const start = node.getStart(tree);
  const name = (node.moduleSpecifier as ts.StringLiteral).text;
  if (!importable.includes(name)) {
    throw syntaxError(tree.text, start, `"${name}" is not here; a program can import ${importable.join(", ")}.`);
  }
  const { importClause } = node;
  const bindings = importClause?.namedBindings;
  const lines = "\n".repeat(tree.text.slice(start, node.end).split("\n").length - 1);
  const module = `playground.modules[${JSON.stringify(name)}]`;
  const target = importClause?.isTypeOnly === true || bindings === undefined ? undefined : bindingOf(bindings);
  return { start, end: node.end, text: (target === undefined ? "" : `const ${target} = ${module};`) + lines };
}

function bindingOf(bindings: ts.NamedImportBindings): string {
  if (ts.isNamespaceImport(bindings)) return bindings.name.text;
  const values = bindings.elements.filter(({ isTypeOnly }) => !isTypeOnly);
  const names = values.map(({ name, propertyName }) => `${propertyName?.text ?? name.text}: ${name.text}`);
  return `{ ${names.join(", ")} }`;
}

const exported = (node: ts.Node, tree: ts.SourceFile): SyntaxError =>
  syntaxError(tree.text, node.getStart(tree), "A program here cannot export anything.");

function syntaxError(source: string, position: number, message: string): SyntaxError {
  const line = source.slice(0, position).split("\n").length;
  return new SyntaxError(`Line ${line}: ${message}`);
}
