import { builtinModules } from "node:module";
import { posix } from "node:path";
import { findCycle } from "./cycle.mjs";
import { layerOf } from "./layers.mjs";

const builtins = new Set(builtinModules);

/**
 * Finds every import that points where it may not: up or sideways between the floors, into another package's
 * inside, at something undeclared, or round in a circle.
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
  if (layer === undefined) return [`${member.folder} stands on no floor: give it one in tools/layers.mjs.`];
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
  if (specifier.startsWith(".")) {
    return [...checkRelative(each, file, place.member), ...checkFolder(each, file, place)];
  }
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
  // Tests and apps may point at a document of the house, or at a program that was built; never at a package's code.
  if (free) return inside || !/^packages\/[^/]+\/(src|dist)\b/.test(path) ? [] : [reachesOut(specifier)];
  if (!inside) return file.role === "build" && !/^(packages|apps)\//.test(path) ? [] : [reachesOut(specifier)];
  if (file.role !== "build" && path.startsWith(`${member.folder}/dist/`)) return [`imports built code, ${specifier}.`];
  if (file.role === "source" && member.kind === "package" && isNodeFile(path)) {
    return [`imports ${specifier}, which is for Node alone: choose it by "imports" in package.json.`];
  }
  return [];
}

/** Where the folders of a package have an order, imports go down it. */
function checkFolder(each, file, { member, layer }) {
  if (layer.folders === undefined || file.role !== "source") return [];
  const root = `${member.folder}/src`;
  const from = folderIn(root, posix.dirname(file.path));
  const to = folderIn(root, posix.dirname(posix.join(posix.dirname(file.path), each.specifier)));
  if (from === undefined || to === undefined || from === to) return [];
  const folder = layer.folders[from];
  if (folder === undefined) return [`is in the folder ${from}: give that a place in tools/layers.mjs.`];
  if (folder.imports.includes(to)) return [];
  if (folder.types?.includes(to) === true)
    return each.typeOnly ? [] : [`imports code of ${to}; only its types are allowed.`];
  const allowed = folder.imports.length === 0 ? "no other folder" : folder.imports.join(", ");
  return [`imports ${each.specifier}; the folder ${from} may import ${allowed}.`];
}

/** The first folder of a path below a root; `undefined` for the root itself and for what is outside. */
function folderIn(root, path) {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1).split("/")[0] : undefined;
}

function reachesOut(specifier) {
  return `reaches out of its package with ${specifier}.`;
}

/** `#name` is one of the package's own files, chosen by the runtime it is loaded in. */
function checkCondition(specifier, { manifest }) {
  const targets = Object.values(manifest.imports?.[specifier] ?? {});
  const own = targets.length > 0 && targets.every((target) => /^\.\/dist\/[^*]+\.js$/.test(target));
  return own ? [] : [`imports ${specifier}, which package.json does not map to files of its own.`];
}

function isNodeFile(path) {
  return path.endsWith("-node.ts");
}

function checkBuiltin(specifier, file, { layer, member }) {
  if (!specifier.startsWith("node:")) return [`imports ${specifier} without node: in front.`];
  if (file.role !== "source") return [];
  const mapped = Object.values(layer.modules ?? {}).includes("node") && isNodeFile(file.path);
  const allowed = mapped ? ["*"] : (layer.builtins ?? []);
  const free = allowed.includes("*") || allowed.includes(specifier.slice("node:".length));
  return free ? [] : [`imports ${specifier}, and ${member.folder} must run without it.`];
}

function checkWorkspaceImport(each, entry, target, file, { member, layer }) {
  const complaints = [];
  if (target === member) {
    return file.role === "source" ? [`imports its own package by name, ${each.specifier}: use a relative path.`] : [];
  }
  if (!publicEntries(target).includes(entry)) {
    complaints.push(`reaches into ${target.name}: ${each.specifier} is no public entry.`);
  }
  if (file.role === "source") complaints.push(...checkFloor(each, target, member, layer));
  if (!declared(member, target.name, file.role)) complaints.push(`imports ${target.name}, which package.json lacks.`);
  return complaints;
}

function checkFloor(each, target, member, layer) {
  const folder = target.folder.split("/").at(-1);
  if (target.kind === "app" || !layer.packages.includes(folder)) {
    const allowed = layer.packages.length === 0 ? "no package" : layer.packages.join(", ");
    return [`imports ${target.name}; ${member.folder} may import ${allowed}.`];
  }
  const names = layer.names?.[folder];
  const wrong = names === undefined ? [] : each.names.filter((name) => !names.includes(name));
  return wrong.map((name) => `imports ${name} of ${target.name}; only ${names.join(", ")} may be used here.`);
}

function checkModule(each, name, file, { member, layer }) {
  const complaints = [];
  const use = layer.modules?.[name];
  if (file.role === "source" && member.kind === "package") {
    if (use === undefined) complaints.push(`imports ${name}, and ${member.folder} must do without it.`);
    if (use === "node" && !isNodeFile(file.path) && !each.typeOnly) {
      complaints.push(`imports ${name}: only a file x-node.ts may, which other runtimes do not load.`);
    }
    if (use === "lazy" && !each.lazy && !each.typeOnly) {
      complaints.push(`imports ${name} at the top: it may be absent, so load it with import() where it is used.`);
    }
  }
  const role = use === "bundled" || each.typeOnly ? "test" : file.role;
  const typed = each.typeOnly && declared(member, `@types/${name.replace(/^@(.*)\//, "$1__")}`, role);
  if (!typed && !declared(member, name, role)) complaints.push(`imports ${name}, which package.json lacks.`);
  return complaints;
}

/** A dependency that no file uses is an arrow as well; and what is drawn in package.json must be allowed. */
function checkManifest({ member, layer, workspace }) {
  if (member.kind === "app") return [];
  const { dependencies = {} } = member.manifest;
  const used = new Set(member.files.flatMap((file) => file.imports.map((each) => splitSpecifier(each.specifier).name)));
  const taken = needsOfTaken(member, workspace);
  const complaints = Object.keys(dependencies).flatMap((name) => {
    const target = workspace.find((other) => other.name === name);
    const floor = target === undefined ? [] : checkFloor({ names: [] }, target, member, layer);
    const unused = used.has(name) || taken.has(name) ? [] : [`depends on ${name} and never imports it.`];
    return [...floor, ...unused];
  });
  const missing = [...taken].filter(([name, version]) => dependencies[name] !== version);
  complaints.push(
    ...missing.map(([name, version]) => `takes in a package that needs ${name} ${version}, and lacks that.`),
  );
  return complaints.map((complaint) => `${member.folder}/package.json ${complaint}`);
}

/** A package that is put together with others of the workspace imports for them what they import from elsewhere. */
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
  return cycle === undefined ? [] : [`Packages import each other in a circle: ${cycle.join(" -> ")}.`];
}

/** Types may refer to each other as they like: nothing of them is left when the code runs. */
function checkFileCycles(member) {
  const graph = new Map(
    member.files.map((file) => {
      const next = file.imports.filter((each) => !each.typeOnly && !each.lazy);
      return [file.path, next.flatMap(({ specifier }) => ownFiles(specifier, file.path, member))];
    }),
  );
  const cycle = findCycle(graph);
  return cycle === undefined ? [] : [`Files import each other in a circle: ${cycle.join(" -> ")}.`];
}

function ownFiles(specifier = "", from, { folder, manifest }) {
  if (specifier.startsWith(".")) return [posix.join(posix.dirname(from), specifier)];
  const targets = Object.values(manifest.imports?.[specifier] ?? {});
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

/** What is shipped needs a dependency that is installed with it; tests and builds may use the others. */
function declared({ manifest, kind }, name, role) {
  const { dependencies, peerDependencies, devDependencies } = manifest;
  const shipped = { ...dependencies, ...peerDependencies };
  return name in (role === "source" && kind === "package" ? shipped : { ...shipped, ...devDependencies });
}
