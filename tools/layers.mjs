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
 * @property {readonly string[]} [rooms] the folders of `src`: each may import only those to its right, types included; `"."`
 *   stands for the files beside them, where folders may import those
 * @property {boolean} [computed] whether `import(variable)` is allowed
 */

const belowRuntimes = ["core", "link", "codec", "transport", "values"];

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  values: { packages: [], rooms: ["record", "geometry", ".", "text", "errors"] },
  codec: { packages: ["values"], modules: { "cbor-x": "bundled" }, rooms: ["frame", "read", "write", "format"] },
  transport: {
    rooms: ["engine", "errors", "collections", "platform", "statements"],
    packages: ["values"],
    names: {
      values: [
        "SurrealError",
        "SurrealErrorOptions",
        "Outcome",
        "quoted",
        "visible",
        "maskQuotedSource",
        "literalsOf",
        "tokensOf",
        "Token",
        "TokenKind",
        "isBuiltIn",
      ],
    },
  },
  "engine-ws": { packages: ["transport"], modules: { ws: "node" } },
  "engine-http": { packages: ["transport"], modules: { undici: "node" } },
  "engine-embedded": { packages: ["transport"], builtins: ["*"], modules: { "@surrealdb/node": "lazy" } },
  "engine-conformance": { packages: ["transport", "codec"], rooms: ["checks", "harness"] },
  link: { packages: ["transport"], rooms: ["machine"] },
  core: {
    packages: ["codec", "transport", "values"],
    rooms: ["client", "live", "session", "transfer", "query", "surrealql", "call", "operation", "errors"],
  },
  async: { packages: belowRuntimes, builtins: ["async_hooks", "diagnostics_channel"] },
  // The worker loads an engine by the address it is given.
  blocking: {
    packages: belowRuntimes,
    builtins: ["worker_threads"],
    computed: true,
    rooms: ["main", "worker", "wire"],
  },
  // A program for Node's tests: it puts sockets in front of the embedded engine.
  "test-server": {
    packages: ["codec", "transport", "values", "engine-embedded"],
    builtins: ["*"],
    modules: { ws: "always" },
    rooms: ["wire", "ws", "http", "rpc", "database", "proxy", "message", "cbor"],
  },
  "surreal-sdk": {
    packages: [...belowRuntimes, "async", "blocking", "engine-ws", "engine-http", "engine-embedded"],
  },
};

/** An engine that is not named above stands where all engines stand. */
const anyEngine = { packages: ["transport"] };

/** Apps use every package, as a user would, and what another app exports. */
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
