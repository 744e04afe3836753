import { posix } from "node:path";
import ts from "typescript";
import { lineOf, visit } from "./source-file.mjs";

const timers = ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"];
const waiting = ["Promise", "Atomics", "Worker", ...timers];
const outside = [
  "Math.random",
  "Date",
  "performance",
  "process",
  "crypto",
  "fetch",
  "WebSocket",
  "globalThis",
  "console",
];

/**
 * What certain files promise not to touch when they run. Types are free: they are gone by then.
 *
 * @type {readonly { folder: string, files: RegExp, names: readonly string[], why: string }[]}
 */
const promises = [
  {
    folder: "packages/core",
    files: /^packages\/core\/src\//,
    names: waiting,
    why: "core does not know who waits, or how",
  },
  {
    folder: "packages/link",
    files: /^packages\/link\/src\/(machine\/.+|machine(-[a-z-]+)?)\.ts$/,
    names: [...waiting, ...outside],
    why: "the machine is handed its time and its chance",
  },
];

/**
 * Finds waiting in `core`, and clocks, chance and waiting in the link's machine, wherever its imports lead.
 *
 * @param {import("./workspace.mjs").Member[]} workspace
 * @returns {string[]} one sentence for each
 */
export function checkPurity(workspace) {
  return promises.flatMap((promise) => {
    const member = workspace.find(({ folder }) => folder === promise.folder);
    if (member === undefined) return [];
    const sources = member.files.filter(({ role }) => role === "source");
    const named = sources.filter(({ path }) => promise.files.test(path));
    if (named.length === 0 && sources.length > 1) return [`${promise.folder} has no file that ${promise.files} names.`];
    return [...reached(named, sources)].flatMap((file) => checkFile(file, promise));
  });
}

/** The files themselves and all they load when they run. */
function reached(named, sources) {
  const found = new Set(named);
  for (const file of found) {
    for (const each of file.imports) {
      if (each.typeOnly || !each.specifier?.startsWith(".")) continue;
      const path = posix.join(posix.dirname(file.path), each.specifier);
      const next = sources.find((source) => source.path === path);
      if (next !== undefined) found.add(next);
    }
  }
  return found;
}

function checkFile(file, promise) {
  const complaints = [];
  visit(file.tree, (node) => {
    const found = impurity(node, promise.names);
    if (found !== undefined) complaints.push(`${file.path}:${lineOf(file.tree, node)} uses ${found}: ${promise.why}.`);
  });
  return complaints;
}

function impurity(node, names) {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return "await";
  if (node.kind === ts.SyntaxKind.AsyncKeyword && !ts.isPropertyName(node.parent)) return "async";
  if (ts.isPropertyAccessExpression(node) && names.includes(node.getText())) return node.getText();
  if (!ts.isIdentifier(node) || !names.includes(node.text)) return undefined;
  return isValue(node) ? node.text : undefined;
}

/** Whether a name stands for a value of that name, and neither for a type nor for a property called so. */
function isValue(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isExpressionWithTypeArguments(parent)) return false;
  return !("name" in parent && parent.name === node);
}
