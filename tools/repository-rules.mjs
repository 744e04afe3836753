import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { listFiles } from "./list-files.mjs";
import { lineOf, visit } from "./source-file.mjs";

const mostLines = 400;
const emptyWords = new Set(["util", "utils", "helper", "helpers", "common", "misc", "manager"]);
const code = /\.(ts|tsx|mts|js|mjs|vue)$/;
const prose = /(\.(ts|tsx|mts|js|mjs|vue|md|json|yaml|yml|css|html)|^\.npmrc)$/;

/** The brackets in the patterns prevent matches in this file. */
const refusedText = [
  [/\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/, "leaves unfinished work"],
  [/\bnot (yet )?impl[e]mented\b/i, "ships unfinished code"],
  [/@ts-(ign[o]re|noch[e]ck)|biome-ign[o]re|eslint-dis[a]ble|oxlint-dis[a]ble/, "disables a check"],
];
const refusedTests = [
  [/\b(it|test|describe|suite)(\.\w+)*\.(skip|skipIf|runIf|only|todo|fails)\b/, "skips tests"],
  [/\bvi\.(mock|doMock|hoisted)\(/, "replaces a module: test against the real one"],
  [/(\b(it|test|describe)(\.\w+)*\(.*\s|^\s*)retry:\s*\d/, "runs a test until it passes"],
];

/** Source files that users import. */
const published = /^packages\/[^/]+\/src\/(?!.*\.test(-d)?\.ts$).*\.ts$/;
const refusedImports = [
  [/from "node:process"/, "reads every property of `process` at import, for 4 ms: use the global one"],
];

/**
 * Finds what this repository forbids: overlong files, meaningless names, disabled checks, skipped tests, mutable
 * module state, `any`, compiled code among the sources, and URLs in the lock file.
 *
 * @param {string} root
 * @param {import("./workspace.mjs").Member[]} workspace
 * @returns {string[]} one sentence for each
 */
export function checkRepository(root, workspace) {
  const folders = ["packages", "apps", "tools", ".changeset", ".ci"].flatMap((folder) => listFiles(root, folder));
  const own = [...folders, ...listTop(root)].filter((path) => prose.test(path) && !path.endsWith("CHANGELOG.md"));
  return [
    ...own.flatMap((path) => checkText(path, readFileSync(join(root, path), "utf8"))),
    ...checkCompiled(folders),
    ...workspace.flatMap(({ files }) => files.flatMap(checkTree)),
    ...workspace.flatMap(checkScripts),
    ...checkLockFile(root),
  ];
}

function checkText(path, text) {
  const lines = text.split("\n");
  const complaints = checkName(path);
  if (code.test(path) && lines.length - 1 > mostLines) {
    complaints.push(`${path} has ${lines.length - 1} lines: split files of more than ${mostLines}.`);
  }
  const patterns = code.test(path) ? [...refusedText, ...refusedTests] : [...refusedText];
  if (published.test(path)) patterns.push(...refusedImports);
  lines.forEach((line, index) => {
    for (const [pattern, why] of patterns) {
      const match = pattern.exec(line);
      if (match !== null) complaints.push(`${path}:${index + 1} ${why}: ${match[0]}`);
    }
  });
  return complaints;
}

function checkName(path) {
  const words = path.toLowerCase().split(/[/.\-_]/);
  const empty = words.find((word) => emptyWords.has(word));
  return empty === undefined ? [] : [`${path} is called "${empty}": name it after its idea.`];
}

/** A compiled file beside its source may be loaded instead of the source, even when it is outdated. */
function checkCompiled(paths) {
  const known = new Set(paths);
  return paths.flatMap((path) => {
    const source = path.replace(/\.(d\.ts|js)(\.map)?$/, ".ts");
    if (source === path || !known.has(source)) return [];
    return [`${path} was compiled from ${basename(source)}: compile into dist.`];
  });
}

function checkTree(file) {
  const complaints = [];
  const complain = (node, text) => complaints.push(`${file.path}:${lineOf(file.tree, node)} ${text}`);
  visit(file.tree, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) complain(node, "uses the type any: use unknown and check the value.");
    const hidden = node.kind === ts.SyntaxKind.PrivateKeyword && !ts.isConstructorDeclaration(node.parent);
    if (hidden) complain(node, "uses private: write #name, which is private at runtime too.");
  });
  if (file.role !== "source") return complaints;
  for (const statement of file.tree.statements) {
    if (!ts.isVariableStatement(statement) || isDeclared(statement)) continue;
    const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    if (!constant)
      complain(statement, "keeps state in the module, which all its users would share: move it into an object.");
  }
  return complaints;
}

function isDeclared(statement) {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** Turbo silently skips packages without these scripts. No script may hide a failure. */
function checkScripts({ kind, folder, manifest, files }) {
  const ofApp = files.some(({ role }) => role === "test") ? ["test"] : [];
  const needed = kind === "package" ? ["build", "typecheck", "test", "package:check"] : ofApp;
  const scripts = manifest.scripts ?? {};
  const missing = needed.filter((name) => scripts[name] === undefined).map((name) => `has no script ${name}.`);
  const lenient = Object.entries(scripts)
    .filter(([, command]) => /\|\||passWithNoTests|--retry|;/.test(command))
    .map(([name]) => `has a script ${name} that may hide a failure.`);
  return [...missing, ...lenient].map((complaint) => `${folder}/package.json ${complaint}`);
}

/** Each user chooses a registry, so the lock file contains hashes and no URLs. */
function checkLockFile(root) {
  const path = listTop(root).find((name) => name === "pnpm-lock.yaml");
  if (path === undefined) return ["pnpm-lock.yaml is missing."];
  const foreign = listTop(root).filter((name) => name === "package-lock.json" || name === "yarn.lock");
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const addresses = lines.flatMap((line, index) =>
    /https?:\/\/|\b(tarball|resolved):/.test(line) ? [`${path}:${index + 1} contains a URL: ${line.trim()}`] : [],
  );
  return [...foreign.map((name) => `${name} is a second lock file beside ${path}: delete it.`), ...addresses];
}

function listTop(root) {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}
