import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningServer, startServer } from "@surreal-sdk/test-server";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { repository } from "../readme/documents.ts";
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
  conditions: string[] = [],
): Promise<string> {
  await build({
    stdin: { contents: source, resolveDir: packed.folder },
    outfile: join(packed.folder, file),
    bundle: true,
    platform,
    format: file.endsWith(".cjs") ? "cjs" : "esm",
    external,
    conditions: ["module", ...conditions],
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

const refusals = `
  const refusals = [() => db.select(5), () => db.select("a:b c"), () => db.query("THROW 'mine'").execute()];
  for (const refused of refusals) {
    const error = await Promise.resolve().then(refused).catch((error) => error);
    console.log([error.name, error instanceof values.SurrealError, error.outcome, error.message].join(" | "));
  }
`;

/** What the refusals print with numbers in the place of sentences; the server's own message stays. */
function shortRefusals(): string {
  const numberOf = (name: string, begin: string): number | undefined => {
    const text = readFileSync(join(repository, "packages", name, "messages.json"), "utf8");
    const { messages } = JSON.parse(text) as { messages: { number: number; sentence: string }[] };
    return messages.find(({ sentence }) => sentence.startsWith(begin))?.number;
  };
  const [target, record] = [numberOf("core", "‹method›() takes a RecordId"), numberOf("values", "‹text› could mean")];
  const where = 'see "Error numbers" in the docs.';
  return [
    `TypeError | false |  | Surreal SDK error ${target} (select, number): ${where}`,
    `InvalidRecordIdError | true | not_sent | Surreal SDK error ${record} ("a:b c"): ${where}`,
    "ThrownError | true | failed | An error occurred: mine",
    "",
  ].join("\n");
}

it("a bundle with short messages shows numbers and values, and has one copy of each class", async () => {
  const program = `
    import WebSocket from "ws";
    import { AsyncSurreal, RecordId, SurrealError } from "surreal-sdk/lite";
    import * as values from "@surreal-sdk/values";
    const auth = { username: "root", password: "root" };
    const db = AsyncSurreal("${server.wsUrl}", { webSocket: WebSocket, auth, namespace: "short", database: "short" });
    console.log(values.RecordId === RecordId, values.SurrealError === SurrealError, await db.query("RETURN 1"));
    ${refusals}
    await db.close();
  `;
  const printed = await runBundle("short.mjs", program, ["ws"], "browser", ["surreal-short-errors"]);
  expect(printed).toBe(`true true [ 1 ]\n${shortRefusals()}`);
});

it("Node takes the modules with short messages under their condition, awaiting and blocking", async () => {
  packed.write(
    "condition.mjs",
    `import { AsyncSurreal, Surreal } from "surreal-sdk";
    import * as values from "@surreal-sdk/values";
    for (const db of [AsyncSurreal("mem://"), Surreal("mem://")]) {
      await db.use("short", "short");
      ${refusals}
      await db.close();
    }`,
  );
  const printed = await packed.node("--conditions=surreal-short-errors", "condition.mjs");
  expect(printed).toBe(shortRefusals().repeat(2));
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
