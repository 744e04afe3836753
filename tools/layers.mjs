/**
 * The floors of the house: what each package may import. A package that is not named here is refused, until
 * somebody decides where it stands. ARCHITECTURE.md draws the same picture.
 *
 * @typedef {object} Layer
 * @property {readonly string[]} packages our own packages, by folder
 * @property {Readonly<Record<string, readonly string[]>>} [names] where only some exports of a package may be used
 * @property {readonly string[]} [builtins] modules of Node, without `node:`; `"*"` for all
 * @property {Readonly<Record<string, "always" | "lazy" | "bundled" | "node">>} [modules]
 *   packages of others: imported at the top; only by `import()`, so that they may be absent; built into ours; or only
 *   in a file `x-node.ts`, which package.json loads under the condition `node` and which has all modules of Node
 * @property {boolean} [computed] whether `import(variable)` is allowed
 * @property {Readonly<Record<string, Folder>>} [folders] the folders in `src`, where their order is fixed
 *
 * @typedef {object} Folder
 * @property {readonly string[]} imports the folders whose code and types it may import, beside itself
 * @property {readonly string[]} [types] the folders of which it may import types alone
 */

const belowRuntimes = ["core", "link", "codec", "transport", "values"];

/**
 * The folders of `core`: client > session | live | transfer > query > surrealql > call > operation, errors. What a call
 * needs of a connection is still typed by the classes of `session` and `client`.
 *
 * @type {Readonly<Record<string, Folder>>}
 */
const coreFolders = {
  operation: { imports: [] },
  errors: { imports: [] },
  call: { imports: ["operation", "errors"], types: ["session", "client"] },
  surrealql: { imports: ["call", "operation", "errors"] },
  query: { imports: ["surrealql", "call", "operation", "errors"] },
  transfer: { imports: ["query", "surrealql", "call", "operation", "errors"], types: ["session"] },
  live: { imports: ["query", "surrealql", "call", "operation", "errors"] },
  session: { imports: ["query", "surrealql", "call", "operation", "errors"], types: ["client"] },
  client: { imports: ["session", "live", "transfer", "query", "surrealql", "call", "operation", "errors"] },
};

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  values: { packages: [] },
  codec: { packages: ["values"], modules: { "cbor-x": "bundled" } },
  transport: {
    packages: ["values"],
    names: { values: ["SurrealError", "SurrealErrorOptions", "Outcome"] },
  },
  "engine-ws": { packages: ["transport"], modules: { ws: "node" } },
  "engine-http": { packages: ["transport"], modules: { undici: "node" } },
  "engine-embedded": { packages: ["transport"], builtins: ["*"], modules: { "@surrealdb/node": "lazy" } },
  "engine-conformance": { packages: ["transport", "codec"] },
  link: { packages: ["transport"] },
  core: { packages: ["codec", "transport", "values"], folders: coreFolders },
  async: { packages: belowRuntimes, builtins: ["diagnostics_channel"] },
  // The worker loads an engine by the address it is given.
  blocking: { packages: belowRuntimes, builtins: ["worker_threads"], computed: true },
  "surreal-sdk": {
    packages: [...belowRuntimes, "async", "blocking", "engine-ws", "engine-http", "engine-embedded"],
  },
};

/** An engine that is not named above stands where all engines stand. */
const anyEngine = { packages: ["transport"] };

/** Apps use every package, as a user would. */
const app = { packages: Object.keys(layers), builtins: ["*"], computed: true };

/**
 * The layer of a workspace folder such as `packages/core`, or `undefined` when nobody gave it one.
 *
 * @param {{ kind: "package" | "app", folder: string }} member
 * @returns {Layer | undefined}
 */
export function layerOf(member) {
  if (member.kind === "app") return app;
  const name = member.folder.split("/").at(-1) ?? "";
  return layers[name] ?? (name.startsWith("engine-") ? anyEngine : undefined);
}
