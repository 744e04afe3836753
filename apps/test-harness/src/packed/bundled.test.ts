import { join } from "node:path";
import { type RunningServer, startServer } from "@surreal-sdk/test-server";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PackedWorkspace, packWorkspace } from "./packed-workspace.ts";

let packed: PackedWorkspace;
let server: RunningServer;
beforeAll(async () => {
  packed = await packWorkspace();
  server = await startServer({ user: "root", pass: "root" });
}, 300_000);
afterAll(async () => {
  await server.close();
  packed.remove();
});

/** Bundles a program for Node, as people do who deploy one file, runs it, and gives what it printed. */
async function runBundle(
  file: string,
  source: string,
  external: string[] = [],
  platform: "browser" | "node" = "node",
): Promise<string> {
  await build({
    stdin: { contents: source, resolveDir: packed.folder },
    outfile: join(packed.folder, file),
    bundle: true,
    platform,
    format: file.endsWith(".cjs") ? "cjs" : "esm",
    external,
    logLevel: "silent",
  });
  return packed.node(file);
}

const asking = (url: string): string => `
  import { AsyncSurreal } from "surreal-sdk";
  const db = AsyncSurreal("${url}"${url === "mem://" ? "" : `, { auth: { username: "root", password: "root" } }`});
  db.connect()
    .then(() => db.query("RETURN 1"))
    .then((answer) => console.log(answer), (error) => console.log(error.name + ": " + error.message))
    .then(() => db.close());
`;

const blocking = (url: string): string => `
  import { Surreal } from "surreal-sdk";
  try {
    Surreal("${url}").connect();
  } catch (error) {
    console.log(error.name + ": " + error.message);
  }
`;

it("a bundle without ws, undici and the native module asks over every engine", async () => {
  const external = ["ws", "undici", "@surrealdb/node"];
  for (const url of [server.wsUrl, server.httpUrl, "mem://"]) {
    expect(await runBundle("outside.mjs", asking(url), external)).toBe("[ 1 ]\n");
  }
});

it("a bundle that holds ws in a form that does not run says so at the first attempt", async () => {
  const printed = await runBundle("inside.mjs", asking(server.wsUrl));
  expect(printed).toMatch(/UnsupportedEngineError: The package "ws" cannot be loaded: .*Dynamic require of/);
  expect(printed).toContain("--external:ws");
});

it("a bundle that holds undici in a form that does not run says so at the first attempt", async () => {
  const printed = await runBundle("inside.mjs", asking(server.httpUrl));
  expect(printed).toMatch(/\w+Error: .*The package "undici" cannot be loaded: .*Dynamic require of/);
  expect(printed).toContain("--external:undici");
});

it("the lite client in a bundle for the browser reads, writes, reconnects and follows a live query", async () => {
  const program = `
    import WebSocket from "ws";
    import { AsyncSurreal, live, subscribeLive, transaction } from "surreal-sdk/lite";
    const sockets = [];
    class Kept extends WebSocket {
      constructor(...given) {
        super(...given);
        sockets.push(this);
      }
    }
    const auth = { username: "root", password: "root" };
    const db = AsyncSurreal("${server.wsUrl}", { webSocket: Kept, auth, namespace: "lite", database: "lite" });
    await db.query("DEFINE TABLE person");
    const changes = subscribeLive(db, await live(db, "person"));
    const isBack = new Promise((resolve) => db.on("status", (status) => status === "connected" && resolve()));
    sockets[0].terminate();
    await isBack;
    await transaction(db, (tx) => tx.create("city:rome", {}));
    await db.create("person:ada", { name: "Ada" });
    const seen = [await changes.next(), await changes.next()].map(({ value }) => value.action);
    console.log(sockets.length, seen.join(), (await db.select("person:ada")).name);
    await db.close();
  `;
  expect(await runBundle("lite.mjs", program, ["ws"], "browser")).toBe("2 GAP,CREATE Ada\n");
});

it("a bundle of CommonJS asks over the network", async () => {
  expect(await runBundle("network.cjs", asking(server.wsUrl))).toBe("[ 1 ]\n");
  expect(await runBundle("network.cjs", asking(server.httpUrl))).toBe("[ 1 ]\n");
});

it("a bundle of CommonJS does not call the embedded database absent, but says why it is not found", async () => {
  const printed = await runBundle("embedded.cjs", asking("mem://"));
  expect(printed).toMatch(/^UnsupportedEngineError: .*import\.meta\.resolve/);
  expect(printed).not.toContain("npm install");
});

it.each(["blocking.mjs", "blocking.cjs"])("a blocking connection in the bundle %s says what it lacks", async (file) => {
  const printed = await runBundle(file, blocking(server.wsUrl), ["ws", "undici"]);
  expect(printed).toMatch(/^UnsupportedFeatureError: A blocking connection starts a file of the SDK, worker-entry\.js/);
});
