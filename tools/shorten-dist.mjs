// Writes the modules of the package in the working folder again, with numbers in the place of the sentences of errors:
// `node ../../tools/shorten-dist.mjs`, after `build`. Bundlers take them instead of the others under a condition.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { listFiles } from "./list-files.mjs";
import { readRegister } from "./messages/register.mjs";
import { keyOf } from "./messages/sentence.mjs";
import { SHORT } from "./messages/short-packages.mjs";
import { SHORT_MESSAGE, shortened } from "./messages/shortened.mjs";

const folder = process.cwd();
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const { messages } = readRegister(folder, ".");
const compilerOptions = readOptions();

/** The function that makes the messages is defined once; these modules export it to the other packages. */
const definition = "errors/short-message.ts";
const exporters = {
  "@surreal-sdk/values": ["index.js", `./${definition.replace(/ts$/, "js")}`],
  "@surreal-sdk/transport": ["toolkit.js", "@surreal-sdk/values"],
};

for (const module of modules()) {
  const source = readFileSync(join(folder, "src", `${module}.ts`), "utf8");
  const here = messages.filter(({ files = [] }) => files.includes(`src/${module}.ts`));
  const numbers = new Map(here.map(({ number, sentence }) => [keyOf(sentence), number]));
  const code = numbers.size === 0 ? undefined : shortened(source, numbers, exporterFor(module));
  if (code === undefined) copy(module);
  else compile(module, code);
}

/** The compiled modules, by their names without ending; not the files that bundle-dist.mjs makes of them. */
function modules() {
  return listFiles(join(folder, "dist"), "")
    .filter((path) => path.endsWith(".js"))
    .map((path) => path.replace(/\.js$/, ""))
    .filter((module) => existsSync(join(folder, "src", `${module}.ts`)));
}

function exporterFor(module) {
  if (manifest.name === "@surreal-sdk/values") {
    const path = relative(dirname(module), definition);
    return path.startsWith(".") ? path : `./${path}`;
  }
  return "@surreal-sdk/values" in manifest.dependencies ? "@surreal-sdk/values" : "@surreal-sdk/transport/toolkit";
}

/** A module without messages is the same, but what it imports is not. Its source map is used again. */
function copy(module) {
  const code = readFileSync(join(folder, "dist", `${module}.js`), "utf8");
  const map = relative(join(SHORT, dirname(module)), join("dist", `${module}.js.map`));
  put(`${module}.js`, code.replace(/^\/\/# sourceMappingURL=.*$/m, `//# sourceMappingURL=${map}`));
}

function compile(module, code) {
  const { outputText, sourceMapText } = ts.transpileModule(code, { compilerOptions, fileName: `${module}.ts` });
  const sources = [relative(join(SHORT, dirname(module)), join("src", `${module}.ts`))];
  put(`${module}.js`, outputText);
  put(`${module}.js.map`, JSON.stringify({ ...JSON.parse(sourceMapText), sources, sourceRoot: "" }));
}

function put(name, text) {
  const path = join(folder, SHORT, name);
  mkdirSync(dirname(path), { recursive: true });
  const [exporter, from] = exporters[manifest.name] ?? [];
  writeFileSync(path, name === exporter ? `export { ${SHORT_MESSAGE} } from "${from}"; ${text}` : text);
}

function readOptions() {
  const path = join(folder, "tsconfig.build.json");
  const { options } = ts.getParsedCommandLineOfConfigFile(path, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic });
  const declarations = { declaration: false, declarationMap: false, isolatedDeclarations: false };
  // Modules are ES modules by package.json, which the compiler does not read here.
  const format = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  return { ...options, ...declarations, ...format, outDir: undefined, rootDir: undefined };
}

function onUnRecoverableConfigFileDiagnostic({ messageText }) {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
}
