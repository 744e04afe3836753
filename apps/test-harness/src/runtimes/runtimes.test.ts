import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal, RecordId } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PackedWorkspace, packWorkspace } from "../packed/packed-workspace.ts";
import { pageFiles } from "../packed/page-files.ts";
import { installFrameworks, startWebServer, type WebServer } from "./frameworks.ts";
import { asyncProgram, blockingProgram, workerProgram } from "./programs.ts";
import { installRuntimes, type RunProgram, type RuntimeName } from "./runtimes.ts";
import { everything, lines, overHttp } from "./steps.ts";
import { floating, lintSettings, pageTest } from "./tool-programs.ts";
import { installTools, runTool, type Tool } from "./tools.ts";
import { type AskWorker, installWorkerd } from "./workerd.ts";

let packed: PackedWorkspace;
let server: TestServer;
let run: RunProgram;
let tools: string;
let frameworks: string;
let askWorker: AskWorker;
beforeAll(async () => {
  [packed, run, tools, frameworks, askWorker, server] = await Promise.all([
    packWorkspace(),
    installRuntimes(),
    installTools(),
    installFrameworks(),
    installWorkerd(),
    startTestServer(),
  ]);
  packed.write("async.mjs", asyncProgram);
  packed.write("blocking.mjs", blockingProgram);
}, 600_000);
afterAll(async () => {
  await server.close();
  packed.remove();
});

const runtimes: readonly RuntimeName[] = ["this Node", "Node 22", "Node 24", "Bun", "Deno"];

describe.each(runtimes)("the published SDK in %s", (runtime) => {
  it.each(["async", "blocking"])("does everything embedded, %s", async (mode) => {
    expect(await run(runtime, packed.folder, `${mode}.mjs`, "mem://")).toBe(lines(everything));
  });

  it.each(["async", "blocking"])("does everything over a WebSocket, %s", async (mode) => {
    expect(await run(runtime, packed.folder, `${mode}.mjs`, server.wsUrl)).toBe(lines(everything));
  });

  it.each(["async", "blocking"])("does all but transactions and live queries over HTTP, %s", async (mode) => {
    expect(await run(runtime, packed.folder, `${mode}.mjs`, server.httpUrl)).toBe(lines(overHttp));
  });
});

describe("the published SDK in workerd", () => {
  it("does everything over a WebSocket", async () => {
    expect(await askWorker(packed.folder, workerProgram, server.wsUrl)).toBe(lines(everything));
  });

  it("does all but transactions and live queries over HTTP", async () => {
    expect(await askWorker(packed.folder, workerProgram, server.httpUrl)).toBe(lines(overHttp));
  });

  it("is told that there is no embedded database", async () => {
    const printed = await askWorker(packed.folder, workerProgram, "mem://");
    expect(printed).toContain("query: ConnectionUnavailableError\nrecord: ConnectionUnavailableError\n");
    expect(printed).toContain("export: UnsupportedEngineError\n");
  });
});

it.each<[RuntimeName, string]>([
  ["Node 24", "ws headers: 1\nhttp headers: 1\n"],
  ["Bun", "ws headers: UnsupportedFeatureError\nhttp headers: 1\n"],
  ["Deno", "ws headers: UnsupportedFeatureError\nhttp headers: 1\n"],
])("%s sends headers of one's own where its platform can", async (runtime, printed) => {
  packed.write("headers.mjs", headersProgram);
  expect(await run(runtime, packed.folder, "headers.mjs", server.wsUrl, server.httpUrl)).toBe(printed);
});

it("the published SDK brings ws into Node alone", async () => {
  packed.write("loaded.mjs", loadedProgram);
  const loaded = async (runtime: RuntimeName): Promise<string> =>
    run(runtime, packed.folder, "loaded.mjs", server.wsUrl);
  expect(await loaded("Bun")).toBe("WebSocket of the platform: true\n");
  expect(await loaded("Deno")).toBe("WebSocket of the platform: true\n");
  expect(await loaded("Node 24")).toBe("WebSocket of the platform: false\n");
});

describe("with the tools of users", () => {
  const tool = (name: Tool, files: Readonly<Record<string, string>>, ...args: string[]): string => {
    for (const [file, text] of Object.entries(files)) packed.write(file, text);
    return runTool(packed.folder, tools, name, args);
  };

  it("Jest runs the test of the guide with the setting of the guide", () => {
    const files = Object.fromEntries(
      pageFiles("apps/docs/guide/runtimes.md").map(({ name, text }) => [name, text] as const),
    );
    expect(tool("jest", files, "--env=jsdom", "person.test.mjs")).toMatch(/^Tests: +1 passed, 1 total$/m);
  });

  it("the jsdom of Jest is told what it lacks when a connection is made", () => {
    const test = pageFiles("apps/docs/guide/runtimes.md").find(({ name }) => name === "person.test.mjs")!;
    const files = { "lacking.test.mjs": test.text.replace("@jest-environment node", "@jest-environment jsdom") };
    const printed = tool("jest", files, "lacking.test.mjs");
    expect(printed).toContain("SurrealError: This platform has no Text");
  });

  it("Vitest runs a test in jsdom, embedded, awaiting and blocking", () => {
    const printed = tool("vitest", { "page.test.mjs": pageTest }, "run", "--reporter=tap-flat", "page.test.mjs");
    expect(printed).toMatch(/^1\.\.1\nok 1/m);
  });

  it("typescript-eslint sees every call that is not awaited, by the rule as it is", () => {
    const files = { "floating.ts": floating, "eslint.config.mjs": lintSettings, "tsconfig.json": lintCompiler };
    const [report] = JSON.parse(tool("eslint", files, "--format=json", "floating.ts")) as [LintReport];
    const expected = floating.split("\n").flatMap((text, index) => (text.endsWith("// floating") ? [index + 1] : []));
    expect(report.messages).toEqual(
      expected.map((line) => expect.objectContaining({ line, ruleId: "@typescript-eslint/no-floating-promises" })),
    );
  });
});

/** Starts a web server of the guide, over a database of its own with the schema of the recipes. */
async function startRecipe(name: string, page: string, namespace: string): Promise<WebServer> {
  const files = [...pageFiles("apps/docs/guide/web-servers.md"), ...pageFiles(`apps/docs/guide/${page}`)];
  const [program, schema] = [`${name}-server.mjs`, "schema.surql"].map(
    (each) => files.find((file) => file.name === each)!,
  );
  await using db = AsyncSurreal(server.wsUrl, { auth: { username: "root", password: "root" } });
  await db.use(namespace, "app");
  await db.query(schema!.text);
  await db.create("note:secret", { owner: new RecordId("account", "other"), text: "of another account" });
  packed.write(program!.name, program!.text.replace('namespace: "app"', `namespace: "${namespace}"`));
  return startWebServer(packed.folder, frameworks, program!.name, { SURREAL_URL: server.wsUrl });
}

/** Asks a web server for something, with or without a token. */
async function ask(web: WebServer, path: string, token?: string, body?: object): Promise<[number, unknown]> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${web.url}${path}`, {
    headers,
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  return [answer.status, await answer.json()];
}

async function signUp(web: WebServer, name: string): Promise<string> {
  const [, { token }] = (await ask(web, "/signup", undefined, { name, password: "x" })) as [number, { token: string }];
  return token;
}

describe.each([
  ["hono", "hono.md"],
  ["express", "web-servers.md"],
] as const)("the web server of the guide with %s", (name, page) => {
  let web: WebServer;
  beforeAll(async () => {
    web = await startRecipe(name, page, name);
  });
  afterAll(() => web.close());

  it("reads nothing of a request that has not signed in, or whose token is none", async () => {
    expect(await ask(web, "/notes")).toEqual([401, { error: "Sign in first." }]);
    expect(await ask(web, "/notes", undefined, { text: "no" })).toEqual([401, { error: "Sign in first." }]);
    expect(await ask(web, "/notes", "nonsense")).toEqual([401, { error: "Sign in first." }]);
  });

  it("gives each user what is theirs, many at once", async () => {
    const names = ["ada", "bob", "cy", "dee"];
    const notes = await Promise.all(
      names.map(async (user) => {
        const token = await signUp(web, user);
        await ask(web, "/notes", token, { text: user });
        return ask(web, "/notes", token);
      }),
    );
    expect(notes).toEqual(names.map((text) => [200, [expect.objectContaining({ text })]]));
    expect(await ask(web, "/notes")).toEqual([401, { error: "Sign in first." }]);
  });
});

describe("the stream of the Hono server of the guide", () => {
  let web: WebServer;
  beforeAll(async () => {
    web = await startRecipe("hono", "hono.md", "hono-stream");
  });
  afterAll(() => web.close());

  it("sends a user the changes of their own notes, and refuses a request without a token", async () => {
    expect(await ask(web, "/notes/changes")).toEqual([401, { error: "Sign in first." }]);
    const [ada, bob] = [await signUp(web, "ada"), await signUp(web, "bob")];
    const headers = { authorization: `Bearer ${ada}` };
    const leave = new AbortController();
    const { body } = await fetch(`${web.url}/notes/changes`, { headers, signal: leave.signal });
    await ask(web, "/notes", bob, { text: "of bob" });
    await ask(web, "/notes", ada, { text: "of ada" });
    const { value } = await body!.getReader().read();
    leave.abort();
    const [event, data] = new TextDecoder().decode(value).split("\n");
    expect(event).toBe("event: CREATE");
    expect(JSON.parse(data!.slice("data: ".length))).toMatchObject({
      text: "of ada",
      id: { $record: ["note", expect.anything()] },
    });
  });
});

interface LintReport {
  readonly messages: readonly object[];
}

const lintCompiler = JSON.stringify({
  compilerOptions: { target: "es2022", module: "nodenext", strict: true, noEmit: true, types: [] },
  include: ["floating.ts"],
});

const loadedProgram = `
  let isUsed = false;
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      isUsed = true;
    }
  };
  const { AsyncSurreal } = await import("surreal-sdk");
  const db = AsyncSurreal(process.argv[2], { auth: { username: "root", password: "root" } });
  await db.query("RETURN 1");
  await db.close();
  console.log("WebSocket of the platform:", isUsed);
`;

const headersProgram = `
  import { AsyncSurreal } from "surreal-sdk";
  for (const url of process.argv.slice(2)) {
    const db = AsyncSurreal(url, { auth: { username: "root", password: "root" }, headers: { "x-mine": "1" } });
    const outcome = await db.query("RETURN 1").first().catch((error) => (error.cause ?? error).name);
    console.log(url.split(":")[0] + " headers: " + outcome);
    await db.close();
  }
`;
