import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readWorkspace } from "./workspace.mjs";

/** A small repository without faults. A test adds one fault and checks whether it is found. */
const order = {
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  "packages/values/package.json": manifest("@surreal-sdk/values"),
  "packages/values/src/index.ts": 'export { SurrealError } from "./surreal-error.ts";\nexport const one = 1;\n',
  "packages/values/src/surreal-error.ts": "export class SurrealError extends Error {}\n",
  "packages/codec/package.json": manifest(
    "@surreal-sdk/codec",
    { "@surreal-sdk/values": "workspace:*" },
    { "cbor-x": "1" },
  ),
  "packages/codec/src/index.ts": 'import { one } from "@surreal-sdk/values";\nexport { one };\n',
  "packages/transport/package.json": manifest("@surreal-sdk/transport", { "@surreal-sdk/values": "workspace:*" }),
  "packages/transport/src/index.ts": 'export { SurrealError } from "@surreal-sdk/values";\n',
  "packages/link/package.json": manifest("@surreal-sdk/link", { "@surreal-sdk/transport": "workspace:*" }),
  "packages/link/src/machine/step.ts": "export const step = (now: number): number => now + 1;\n",
  "packages/link/src/index.ts": 'export type { SurrealError } from "@surreal-sdk/transport";\n',
  "packages/core/package.json": manifest("@surreal-sdk/core", { "@surreal-sdk/values": "workspace:*" }),
  "packages/core/src/index.ts":
    'import { one } from "@surreal-sdk/values";\nexport type Later = Promise<typeof one>;\n',
  "packages/engine-embedded/package.json": manifest(
    "@surreal-sdk/engine-embedded",
    { "@surreal-sdk/transport": "workspace:*" },
    {},
    { "@surrealdb/node": "3" },
  ),
  "packages/engine-embedded/src/index.ts":
    'import "@surreal-sdk/transport";\nexport const load = () => import("@surrealdb/node");\n',
  "packages/engine-ws/package.json": JSON.stringify({
    ...JSON.parse(manifest("@surreal-sdk/engine-ws", { ws: "8" })),
    imports: { "#socket": { node: "./dist/socket-node.js", default: "./dist/socket.js" } },
  }),
  "packages/engine-ws/src/index.ts": 'import "#socket";\n',
  "packages/engine-ws/src/socket.ts": "export {};\n",
  "packages/engine-ws/src/socket-node.ts": 'import "ws";\nimport "node:net";\n',
};

/** The text of a package.json. */
export function manifest(name, dependencies = {}, devDependencies = {}, peerDependencies = {}) {
  const exports = { ".": "./dist/index.js", "./package.json": "./package.json" };
  const scripts = { build: "tsc", typecheck: "tsc", test: "vitest run", "package:check": "check" };
  return JSON.stringify({ name, exports, scripts, dependencies, devDependencies, peerDependencies });
}

/**
 * Writes the repository to disk with some files changed or added, and runs a check on it.
 *
 * @param {Record<string, string>} changes
 * @param {(workspace: import("./workspace.mjs").Member[], root: string) => string[]} check
 * @returns {string[]} the complaints of the check
 */
export function complaintsAbout(changes, check) {
  const root = mkdtempSync(join(tmpdir(), "repository-"));
  try {
    for (const [path, text] of Object.entries({ ...order, ...changes })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return check(readWorkspace(root), root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
