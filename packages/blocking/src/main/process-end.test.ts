import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runChild } from "../../test/child.ts";

const used = `const db = embedded(); db.use("a", "b"); db.query("DEFINE TABLE user").execute();`;

it.each([
  ["an idle database", used],
  ["a live query", `${used} db.live("user");`],
  ["a live query that somebody consumes", `${used} db.subscribeLive(db.live("user"), { timeout: 1 }).next();`],
  ["an index", `${used} db.query("DEFINE INDEX i ON user FIELDS n").execute(); db.live("user");`],
  ["two databases, one after another closed", `${used} const other = embedded(); other.version(); other.close();`],
  ["a connection that was never used", "embedded();"],
  ["a socket", "const db = puppet(); db.connect();"],
  ["a closed connection", "const db = puppet(); db.connect(); db.close();"],
])("H07: the process ends by itself with %s left open, and its exit code is its own", async (_name, script) => {
  expect(await runChild(`${script} process.exitCode = 7; console.log("done");`)).toEqual({
    lines: ["done"],
    errors: "",
    code: 7,
    signal: null,
  });
});

it("H07: the process ends although a timed-out statement is running", async () => {
  const script = `${used} try { db.with({ timeout: 30 }).query("SLEEP 700ms").execute(); } catch (error) { console.log(error.name); }`;
  expect(await runChild(script)).toEqual({ lines: ["TransportTimeoutError"], errors: "", code: 0, signal: null });
});

it("H07: the process survives statements that are still running after their database was closed", async () => {
  const script = `
    const db = embedded("mem://", { closeTimeout: 20 }); db.use("a", "b");
    for (let n = 0; n < 2; n += 1) {
      try { db.with({ timeout: 20 }).query("SLEEP 1500ms").execute(); } catch (error) { console.log(error.name); }
    }
    db.close();
    const next = embedded(); next.use("a", "b"); console.log(next.query("SLEEP 2s; RETURN 1").execute()); next.close();`;
  expect(await runChild(script)).toEqual({
    lines: ["TransportTimeoutError", "TransportTimeoutError", "[ undefined, 1 ]"],
    errors: "",
    code: 0,
    signal: null,
  });
});

it("H09: process.exit() inside of a call ends the process, with a live query open", async () => {
  const script = `${used} db.live("user"); db.on("status", (status) => { console.log(status); process.exit(5); }); db.close();`;
  expect(await runChild(script)).toEqual({ lines: ["closed"], errors: "", code: 5, signal: null });
});

it("H09: an uncaught error ends the process with its own message alone", async () => {
  const ended = await runChild(`${used} db.live("user"); throw new Error("of the user");`);
  expect(ended).toMatchObject({ lines: [""], code: 1, signal: null });
  expect(ended.errors).toContain("Error: of the user");
});

it("a listener for the end of the process may still make calls", async () => {
  const script = `process.on("exit", () => console.log(db.query("RETURN 1").execute())); ${used}`;
  expect(await runChild(script)).toEqual({ lines: ["[ 1 ]"], errors: "", code: 0, signal: null });
});

it.each(["SIGINT", "SIGTERM"] as const)("H06: %s ends a process that is blocked", async (signal) => {
  const ended = await runChild(
    `const db = puppet(); db.connect(); console.log("blocked"); db.query("silence").execute();`,
    {
      signal,
    },
  );
  expect(ended).toMatchObject({ lines: ["blocked"], errors: "", signal });
});

it("H02: a worker that runs out of memory is noticed, and replaced", async () => {
  const script = `const db = puppet(); db.use("a", "b");
    try { db.query("memory").execute(); } catch (error) { console.log(error.name, error.outcome); }
    console.log(db.query("where").execute());`;
  const ended = await runChild(script, { flags: ["--max-old-space-size=48"] });
  expect(ended).toMatchObject({ lines: ["WorkerDiedError unknown", "[ 'a/b' ]"], code: 0 });
});

it("H10: memory, threads and descriptors stay flat over many connections that were closed", async () => {
  const script = `
    import { readdirSync } from "node:fs";
    const count = (what) => readdirSync("/proc/self/" + what).length;
    const round = async (n) => {
      for (let i = 0; i < n; i += 1) { const db = puppet(); db.query("x").execute(); db.close(); }
      await gone();
    };
    // Threads are joined when the event loop turns.
    const gone = async () => {
      while (count("task") > idle || process.listenerCount("exit") > listeners) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const [idle, listeners] = [count("task"), process.listenerCount("exit")];
    await round(5);
    const before = count("fd");
    await round(25);
    console.log(count("fd") - before);`;
  expect(await runChild(script)).toMatchObject({ lines: ["0"], errors: "", code: 0 });
});

it("H10: the worker of a closed connection leaves, whatever its engine has left behind", async () => {
  const script = `
    import { readdirSync } from "node:fs";
    const count = () => readdirSync("/proc/self/task").length;
    const idle = count();
    const db = puppet({}, { open: "clinging" }); db.connect(); db.close();
    while (count() > idle) await new Promise((resolve) => setTimeout(resolve, 20));
    console.log("gone");`;
  expect(await runChild(script)).toMatchObject({ lines: ["gone"], errors: "", code: 0 });
});

it("H10: a connection that nobody holds any more is closed", async () => {
  const script = `
    import { readdirSync } from "node:fs";
    const count = () => readdirSync("/proc/self/task").length;
    const idle = count();
    const forget = () => { for (let n = 0; n < 3; n += 1) puppet().connect(); };
    forget();
    console.log(count() > idle);
    while (count() > idle) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)); }
    console.log("closed");`;
  expect(await runChild(script, { flags: ["--expose-gc"] })).toMatchObject({ lines: ["true", "closed"], code: 0 });
});

it("H12: a process and the one it starts have connections of their own", async () => {
  const script = `
    import { spawnSync } from "node:child_process";
    const db = embedded(); db.use("a", "b"); db.create("user:1", { n: 1 });
    if (process.env.INNER === undefined) {
      const { execPath, execArgv } = process;
      const inner = spawnSync(execPath, execArgv, { env: { ...process.env, INNER: "1" }, encoding: "utf8" });
      console.log(inner.stdout.trim(), inner.status);
    }
    console.log(db.query("SELECT VALUE n FROM user").execute());`;
  expect((await runChild(script)).lines.slice(-2)).toEqual(["[ [ 1 ] ] 0", "[ [ 1 ] ]"]);
});

it("H13, H14: a store on disk is open once, and again after it was closed", async () => {
  const path = await mkdtemp(join(tmpdir(), "blocking-"));
  const url = JSON.stringify(`surrealkv://${join(path, "store")}`);
  const script = `
    const first = embedded(${url}); first.use("a", "b"); first.create("user:1", { n: 1 });
    const second = embedded(${url});
    try { second.connect(); } catch (error) { console.log(error.name, error.outcome); }
    first.close();
    second.connect(); second.use("a", "b");
    console.log(second.select("user:1").n);`;
  expect(await runChild(script)).toMatchObject({ lines: ["EmbeddedLockedError not_sent", "1"], errors: "", code: 0 });
  // What was left open was closed at the end of the process.
  const again = `const db = embedded(${url}); db.use("a", "b"); console.log(db.select("user:1").n);`;
  expect(await runChild(again)).toMatchObject({ lines: ["1"], errors: "", code: 0 });
  await rm(path, { recursive: true });
});

it.each([
  ["without SharedArrayBuffer", "delete globalThis.SharedArrayBuffer;", []],
  ["on a platform without threads", "", ["--conditions=browser"]],
])("H18: %s construction says that this cannot be, and what to use", async (_name, first, flags) => {
  const script = `${first} try { puppet(); } catch (error) { console.log(error.name + ": " + error.message); }`;
  const { lines } = await runChild(script, { flags });
  expect(lines[0]).toMatch(/^UnsupportedFeatureError: .*AsyncSurreal\(url\)/);
});

it("H03: a worker of which a part is missing says which", async () => {
  const hook = `export async function resolve(name, context, next) {
    if (name === "./worker/serve.js") throw new Error("There is no serve.js.");
    return await next(name, context); }`;
  const preload = `import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hook)}));`;
  const script = `try { puppet().connect(); } catch (error) {
    console.log(error.name, error.outcome, error.cause.name, error.cause.cause.message); }`;
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
  expect(await runChild(script, { flags })).toMatchObject({
    lines: ["ConnectionUnavailableError not_sent WorkerDiedError There is no serve.js."],
    code: 0,
  });
});

it("a thread of the user's own can have a connection as well", async () => {
  const script = `
    import { Worker, isMainThread } from "node:worker_threads";
    const source = ${"`"}import { BlockingSurrealConnection } from "\${import.meta.resolve("@surreal-sdk/blocking")}";
      const mem = { module: "\${import.meta.resolve("@surreal-sdk/engine-embedded")}", export: "embeddedEngine" };
      const db = new BlockingSurrealConnection("mem://", { engines: { mem } });
      db.use("a", "b"); db.query("DEFINE TABLE t").execute(); db.live("t");
      console.log(db.query("RETURN 1").execute());${"`"};
    const worker = new Worker(new URL("data:text/javascript," + encodeURIComponent(source)));
    worker.on("exit", (code) => console.log(code));`;
  expect(await runChild(script)).toEqual({ lines: ["[ 1 ]", "0"], errors: "", code: 0, signal: null });
});
