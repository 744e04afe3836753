import { builtinModules } from "node:module";
import { posix } from "node:path";
import { findCycle } from "./cycle.mjs";
import { layerOf } from "./layers.mjs";

const builtins = new Set(builtinModules);

/**
 * Finds every forbidden import: to a higher layer or the same one, into the sources of another package, of an
 * undeclared package, or in a cycle.
 *
 * @param {import("./workspace.mjs").Member[]} workspace
 * @returns {string[]} one sentence for each
 */
export function checkArrows(workspace) {
  return [
    ...workspace.flatMap((member) => checkMember(member, workspace)),
    ...checkPackageCycles(workspace),
    ...workspace.flatMap(checkFileCycles),
  ];
}

function checkMember(member, workspace) {
  const layer = layerOf(member);
  if (layer === undefined) return [`${member.folder} has no layer: add it to tools/layers.mjs.`];
  const place = { member, layer, workspace };
  const files = member.files.flatMap((file) =>
    file.imports.flatMap((each) =>
      checkImport(each, file, place).map((complaint) => `${file.path}:${each.line} ${complaint}`),
    ),
  );
  return [...files, ...checkManifest(place)];
}

function checkImport(each, file, place) {
  const { specifier } = each;
  if (specifier === undefined) {
    const free = place.layer.computed === true || file.role !== "source";
    return free ? [] : ["imports something computed: name it, so that it can be checked."];
  }
  if (specifier.startsWith(".")) return checkRelative(each, file, place.member);
  if (specifier.startsWith("#")) return checkCondition(specifier, place.member);
  if (/^[a-z]+:\/\//.test(specifier)) return [`imports ${specifier} from the network.`];
  if (specifier.startsWith("node:") || builtins.has(specifier)) return checkBuiltin(specifier, file, place);
  const { name, entry } = splitSpecifier(specifier);
  const target = place.workspace.find((other) => other.name === name);
  if (target !== undefined) return checkWorkspaceImport(each, entry, target, file, place);
  return checkModule(each, name, file, place);
}

function checkRelative(each, file, member) {
  const { specifier } = each;
  const path = posix.join(posix.dirname(file.path), specifier);
  const inside = `${path}/`.startsWith(`${member.folder}/`);
  const free = each.address === true && (file.role !== "source" || member.kind === "app");
  // Tests and apps may refer to a document of the repository or to a built program, never to a package's code.
  if (free) return inside || !/^packages\/[^/]+\/(src|dist)\b/.test(path) ? [] : [reachesOut(specifier)];
  if (!inside) return file.role === "build" && !/^(packages|apps)\//.test(path) ? [] : [reachesOut(specifier)];
  if (file.role !== "build" && path.startsWith(`${member.folder}/dist/`)) return [`imports built code, ${specifier}.`];
  if (file.role === "source" && member.kind === "package" && isNodeFile(path)) {
    return [`imports ${specifier}, which is only for Node: select it by "imports" in package.json.`];
  }
  return [];
}

function reachesOut(specifier) {
  return `imports a file outside its package: ${specifier}.`;
}

/** `#name` is a file of the package, selected by the runtime that loads it. */
function checkCondition(specifier, { manifest }) {
  const targets = Object.values(manifest.imports?.[specifier] ?? {}).filter((target) => typeof target === "string");
  const own = targets.length > 0 && targets.every((target) => /^\.\/dist\/[^*]+\.js$/.test(target));
  return own ? [] : [`imports ${specifier}, which package.json does not map to files of the package.`];
}

function isNodeFile(path) {
  return path.endsWith("-node.ts");
}

function checkBuiltin(specifier, file, { layer, member }) {
  if (!specifier.startsWith("node:")) return [`imports ${specifier}: write node:${specifier}.`];
  if (file.role !== "source") return [];
  const mapped = Object.values(layer.modules ?? {}).includes("node") && isNodeFile(file.path);
  const allowed = mapped ? ["*"] : (layer.builtins ?? []);
  const free = allowed.includes("*") || allowed.includes(specifier.slice("node:".length));
  return free ? [] : [`imports ${specifier}, which ${member.folder} must not use.`];
}

function checkWorkspaceImport(each, entry, target, file, { member, layer }) {
  const complaints = [];
  if (target === member) {
    return file.role === "source" ? [`imports its own package by name, ${each.specifier}: use a relative path.`] : [];
  }
  if (!publicEntries(target).includes(entry)) {
    complaints.push(`imports ${each.specifier}, which is not a public entry of ${target.name}.`);
  }
  if (file.role === "source") complaints.push(...checkLayer(each, target, member, layer));
  if (!declared(member, target.name, file.role)) complaints.push(`imports ${target.name}, which package.json lacks.`);
  return complaints;
}

function checkLayer(each, target, member, layer) {
  const folder = target.folder.split("/").at(-1);
  const open = target.kind === "app" ? member.kind === "app" : layer.packages.includes(folder);
  if (!open) {
    const allowed = layer.packages.length === 0 ? "no package" : layer.packages.join(", ");
    return [`imports ${target.name}; ${member.folder} may import ${allowed}.`];
  }
  const names = layer.names?.[folder];
  const wrong = names === undefined ? [] : each.names.filter((name) => !names.includes(name));
  return wrong.map((name) => `imports ${name} of ${target.name}; this package may use only ${names.join(", ")}.`);
}

function checkModule(each, name, file, { member, layer }) {
  const complaints = [];
  const use = layer.modules?.[name];
  if (file.role === "source" && member.kind === "package") {
    if (use === undefined) complaints.push(`imports ${name}, which ${member.folder} must not depend on.`);
    if (use === "node" && !isNodeFile(file.path) && !each.typeOnly) {
      complaints.push(
        `imports ${name}: only a file x-node.ts may import it, because other runtimes do not load that file.`,
      );
    }
    if (use === "lazy" && !each.lazy && !each.typeOnly) {
      complaints.push(`imports ${name} at the top. It may not be installed: load it with import() where you use it.`);
    }
  }
  const role = use === "bundled" || each.typeOnly ? "test" : file.role;
  const typed = each.typeOnly && declared(member, `@types/${name.replace(/^@(.*)\//, "$1__")}`, role);
  if (!typed && !declared(member, name, role)) complaints.push(`imports ${name}, which package.json lacks.`);
  return complaints;
}

/** An unused dependency is an arrow too, and package.json may list only allowed dependencies. */
function checkManifest({ member, layer, workspace }) {
  if (member.kind === "app") return [];
  const { dependencies = {} } = member.manifest;
  const used = new Set(member.files.flatMap((file) => file.imports.map((each) => splitSpecifier(each.specifier).name)));
  const taken = needsOfTaken(member, workspace);
  const complaints = Object.keys(dependencies).flatMap((name) => {
    const target = workspace.find((other) => other.name === name);
    const forbidden = target === undefined ? [] : checkLayer({ names: [] }, target, member, layer);
    const unused = used.has(name) || taken.has(name) ? [] : [`depends on ${name} and never imports it.`];
    return [...forbidden, ...unused];
  });
  const missing = [...taken].filter(([name, version]) => dependencies[name] !== version);
  complaints.push(
    ...missing.map(([name, version]) => `bundles a package that needs ${name} ${version}: add that dependency.`),
  );
  return complaints.map((complaint) => `${member.folder}/package.json ${complaint}`);
}

/** A package that bundles packages of the workspace needs their external dependencies. */
function needsOfTaken(member, workspace) {
  if (!/ --whole\b/.test(member.manifest.scripts?.prepack ?? "")) return new Map();
  const taken = new Set([member]);
  const needs = new Map();
  for (const each of taken) {
    for (const [name, version] of Object.entries(each.manifest.dependencies ?? {})) {
      const target = workspace.find((other) => other.name === name);
      if (target !== undefined) taken.add(target);
      else if (each !== member) needs.set(name, version);
    }
  }
  return needs;
}

function checkPackageCycles(workspace) {
  const names = new Set(workspace.map((member) => member.name));
  const graph = new Map(
    workspace.map((member) => {
      const { dependencies, devDependencies, peerDependencies } = member.manifest;
      const declaredNames = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
      const imported = member.files.flatMap((file) => file.imports.map((each) => splitSpecifier(each.specifier).name));
      return [member.name, [...declaredNames, ...imported].filter((name) => names.has(name) && name !== member.name)];
    }),
  );
  const cycle = findCycle(graph);
  return cycle === undefined ? [] : [`Packages import each other in a cycle: ${cycle.join(" -> ")}.`];
}

/** Types may refer to each other in a cycle: they do not exist at runtime. */
function checkFileCycles(member) {
  const graph = new Map(
    member.files.map((file) => {
      const next = file.imports.filter((each) => !each.typeOnly && !each.lazy);
      return [file.path, next.flatMap(({ specifier }) => ownFiles(specifier, file.path, member))];
    }),
  );
  const cycle = findCycle(graph);
  return cycle === undefined ? [] : [`Files import each other in a cycle: ${cycle.join(" -> ")}.`];
}

/** The files behind a specifier; under a condition of its own, a name leads to the same modules in another form. */
function ownFiles(specifier = "", from, { folder, manifest }) {
  if (specifier.startsWith(".")) return [posix.join(posix.dirname(from), specifier)];
  const targets = Object.values(manifest.imports?.[specifier] ?? {}).filter((target) => typeof target === "string");
  return targets.map((target) => `${folder}/${target.replace("./dist/", "src/").replace(/\.js$/, ".ts")}`);
}

function splitSpecifier(specifier = "") {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  return { name: parts.slice(0, length).join("/"), entry: ["."].concat(parts.slice(length)).join("/") };
}

function publicEntries({ manifest }) {
  return Object.keys(manifest.exports ?? {});
}

/** Shipped code needs dependencies that are installed with it; tests and builds may use the others. */
function declared({ manifest, kind }, name, role) {
  const { dependencies, peerDependencies, devDependencies } = manifest;
  const shipped = { ...dependencies, ...peerDependencies };
  return name in (role === "source" && kind === "package" ? shipped : { ...shipped, ...devDependencies });
}
