/**
 * The layers of the repository: what each package may import. A check refuses a package that is missing here.
 * `npm run draw` draws the picture and the table in ARCHITECTURE.md from this file.
 *
 * @typedef {object} Layer
 * @property {readonly string[]} packages packages of this repository, by folder
 * @property {Readonly<Record<string, readonly string[]>>} [names] the allowed exports of a package, if not all are allowed
 * @property {readonly string[]} [builtins] modules of Node, without `node:`; `"*"` for all
 * @property {Readonly<Record<string, "always" | "lazy" | "bundled" | "node">>} [modules]
 *   external packages: imported at the top; only by `import()`, so that they may be missing; bundled; or only
 *   in a file `x-node.ts`, which package.json loads under the condition `node` and which may use all modules of Node
 * @property {readonly string[]} [rooms] the folders of `src`: each may import only those to its right, types included; `"."`
 *   means the files beside the folders, if folders may import those
 * @property {boolean} [computed] whether `import(variable)` is allowed
 */

const belowRuntimes = ["core", "link", "codec", "transport", "values"];

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  values: { packages: [], rooms: ["record", "geometry", ".", "text", "errors"] },
  codec: { packages: ["values"], modules: { "cbor-x": "bundled" }, rooms: ["frame", "read", "write", "format"] },
  json: { packages: ["values"], rooms: ["hooks", ".", "tags", "errors"] },
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
  "engine-pool": { packages: ["transport", "codec"] },
  "engine-conformance": { packages: ["transport", "codec"], rooms: ["checks", "harness"] },
  link: { packages: ["transport"], rooms: ["machine"] },
  core: {
    packages: ["codec", "transport", "values"],
    rooms: [
      "client",
      "functions",
      "lite",
      "watch",
      "live",
      "session",
      "transfer",
      "query",
      "typing",
      "surrealql",
      "call",
      "operation",
      "errors",
    ],
  },
  async: { packages: belowRuntimes, builtins: ["async_hooks", "diagnostics_channel"] },
  // The worker loads an engine by the URL of its module.
  blocking: {
    packages: belowRuntimes,
    builtins: ["diagnostics_channel", "worker_threads"],
    computed: true,
    rooms: ["main", "worker", "wire"],
  },
  // Runs only on Node: it serves the embedded engine over sockets.
  "test-server": {
    packages: ["codec", "transport", "values", "engine-embedded"],
    builtins: ["*"],
    modules: { ws: "always", "@noble/hashes": "always" },
    rooms: ["wire", "ws", "http", "rpc", "database", "proxy", "message", "profile", "cbor"],
  },
  schema: { packages: ["values"], rooms: ["ask", "read", "model", "kind", "errors"] },
  // The generator runs in browsers; only the command and what it reads and writes need Node.
  typegen: { packages: ["schema", "values"], builtins: ["*"], rooms: ["command", "source", "compare", "print"] },
  // It knows only the types of the reports.
  opentelemetry: {
    packages: ["core"],
    builtins: ["diagnostics_channel"],
    modules: { "@opentelemetry/api": "always" },
  },
  "surreal-sdk": {
    packages: [
      ...belowRuntimes,
      "json",
      "async",
      "blocking",
      "engine-ws",
      "engine-http",
      "engine-embedded",
      "engine-pool",
      "typegen",
    ],
  },
};

/** An engine that is not listed above has the layer of all engines. */
const anyEngine = { packages: ["transport"] };

/** Apps may use every package, as a user does, and the exports of other apps. */
const app = { packages: Object.keys(layers), builtins: ["*"], computed: true };

/**
 * The layer of a workspace folder such as `packages/core`, or `undefined` if it has none.
 *
 * @param {{ kind: "package" | "app", folder: string }} member
 * @returns {Layer | undefined}
 */
export function layerOf(member) {
  if (member.kind === "app") return app;
  const name = member.folder.split("/").at(-1) ?? "";
  return layers[name] ?? (name.startsWith("engine-") ? anyEngine : undefined);
}
