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

/** Packages whose timers and clocks must work when a test runner installs fake timers. */
const timekeepers = [
  "async",
  "blocking",
  "core",
  "engine-embedded",
  "engine-http",
  "engine-pool",
  "engine-ws",
  "link",
  "transport",
];

/**
 * The globals that certain files must not use at runtime. Types are allowed, since they do not exist at runtime.
 *
 * @type {readonly { folder: string, files: RegExp, names: readonly string[], why: string, except?: RegExp, awaits?: boolean }[]}
 */
const promises = [
  ...timekeepers.map((name) => ({
    folder: `packages/${name}`,
    files: new RegExp(`^packages/${name}/src/`),
    except:
      /^packages\/transport\/src\/platform\/platform-time\.ts$|^packages\/engine-(?:ws\/src\/socket-node|http\/src\/body-parts)\.ts$/,
    names: [...timers, "clearTimeout", "performance", "Date.now"],
    awaits: true,
    why: "fake timers would stop it, so use platformTime",
  })),
  {
    folder: "packages/core",
    files: /^packages\/core\/src\//,
    names: waiting,
    why: "core must not know how its caller waits, so write an operation",
  },
  {
    folder: "packages/link",
    files: /^packages\/link\/src\/(machine\/.+|machine(-[a-z-]+)?)\.ts$/,
    names: [...waiting, ...outside],
    why: "the machine must receive time and random numbers from its caller",
  },
];

/**
 * Finds waiting in `core`, and clocks, random numbers and waiting in the link's machine and in everything it imports.
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
    const files = [...reached(named, sources)].filter(({ path }) => promise.except?.test(path) !== true);
    return files.flatMap((file) => checkFile(file, promise));
  });
}

/** The files, and all files that they load at runtime. */
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
    const found = impurity(node, promise);
    if (found !== undefined) complaints.push(`${file.path}:${lineOf(file.tree, node)} uses ${found}: ${promise.why}.`);
  });
  return complaints;
}

function impurity(node, { names, awaits = false }) {
  if (!awaits && isAsync(node)) return node.kind === ts.SyntaxKind.AsyncKeyword ? "async" : "await";
  if (ts.isPropertyAccessExpression(node) && names.includes(node.getText())) return node.getText();
  if (!ts.isIdentifier(node) || !names.includes(node.text)) return undefined;
  return isValue(node) ? node.text : undefined;
}

function isAsync(node) {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return true;
  return node.kind === ts.SyntaxKind.AsyncKeyword && !ts.isPropertyName(node.parent);
}

/** Whether an identifier refers to a value of that name, not to a type or a property. */
function isValue(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isExpressionWithTypeArguments(parent)) return false;
  return !("name" in parent && parent.name === node);
}
