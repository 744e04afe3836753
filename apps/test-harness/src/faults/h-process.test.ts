import { describe, expect, it } from "vitest";
import { type ChildEnd, runChild } from "./kit/child.ts";
import { SILENCE } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { settled } from "./kit/watchdog.ts";

/** What a child tells of an error. */
const tell = `
  const tell = (error) => process.stdout.write(JSON.stringify({
    name: error.name, outcome: error.outcome, type: error.constructor.name, message: error.message }) + "\\n");`;

/** A child with a blocking connection to this server. */
function blocking(server: FakeSurreal, body: string, options = "{}"): string {
  return `import { Surreal } from "surreal-sdk";
    ${tell}
    const db = Surreal(${JSON.stringify(server.ws)}, { heartbeat: false, ...${options} });
    ${body}`;
}

function told(end: ChildEnd): Record<string, string>[] {
  return end.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("a call that blocks", () => {
  it("H01 and is never answered throws at its deadline", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => SILENCE);
    const body = `db.version();
      try { db.with({ timeout: 200 }).query("RETURN 1").execute(); } catch (error) { tell(error); }
      db.close();`;
    const end = await runChild(blocking(server, body));
    expect(end).toMatchObject({ code: 0, hung: false });
    expect(told(end)).toMatchObject([{ name: "TransportTimeoutError", outcome: "unknown" }]);
  });

  it("H01 and whose connection is lost throws unknown, and the request ran once", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    const body = `try { db.query("RETURN 1").execute(); } catch (error) { tell(error); }
      process.stdout.write(JSON.stringify({ version: db.version() }) + "\\n"); db.close();`;
    const end = await runChild(blocking(server, body));
    expect(end).toMatchObject({ code: 0, hung: false, stderr: "" });
    expect(told(end)).toMatchObject([
      { name: "ConnectionLostError", outcome: "unknown" },
      { version: "surrealdb-3.0.2" },
    ]);
    expect(server.count("query")).toBe(1);
  });

  it.each([
    ["ends itself", "process.exit(7)"],
    ["throws where nobody catches", "setTimeout(() => { throw new Error('boom'); })"],
    ["runs out of memory", "const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))"],
  ])(
    "H02 and whose worker %s throws, and the process lives",
    async (_what, crime) => {
      const engine = `export function create() { return { contract: 1, name: "fatal",
      capabilities: { stateful: false, sessions: false, transactions: false, live: false, export: false, import: false, reconnect: true },
      open: async () => ({ send() { ${crime}; }, close: async () => undefined }) }; }`;
      const module = `data:text/javascript,${encodeURIComponent(engine)}`;
      const source = `import { Surreal } from "surreal-sdk";
      ${tell}
      const db = Surreal("fatal://x", { timeout: 20_000, engines: { fatal: { module: ${JSON.stringify(module)}, export: "create" } } });
      try { db.query("RETURN 1").execute(); } catch (error) { tell(error); }
      process.stdout.write(JSON.stringify({ alive: true }) + "\\n");
      process.exit(0);`;
      const end = await runChild(source, { flags: ["--max-old-space-size=96"], patience: 25_000 });
      expect(end.hung).toBe(false);
      expect(told(end)).toMatchObject([{ name: "WorkerDiedError", outcome: "unknown" }, { alive: true }]);
    },
    30_000,
  );

  it("H03 and whose worker cannot load its engine throws at once", async () => {
    const source = `import { Surreal } from "surreal-sdk";
      ${tell}
      try { Surreal("odd://x", { engines: { odd: { module: "file:///no/such/module.mjs" } } }).query("RETURN 1").execute(); }
      catch (error) { tell(error); }`;
    const end = await runChild(source);
    expect(end).toMatchObject({ code: 0, hung: false });
    expect(told(end)[0]).toMatchObject({ outcome: "not_sent" });
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "H06 ends with its process on %s, and leaves no connection",
    async (signal) => {
      await using server = await FakeSurreal.start();
      const ending = settled(server.disconnected());
      let kill: (() => void) | undefined;
      server.on("query", () => {
        kill?.();
        return SILENCE;
      });
      const source = blocking(server, `process.stdout.write("ready"); db.query("RETURN 1").execute();`);
      const end = await runChild(source, {
        printed: (_text, child) => {
          kill = () => child.kill(signal);
        },
      });
      expect(end).toMatchObject({ code: null, signal, hung: false });
      await ending;
      expect(server.open).toBe(0);
    },
  );

  it("H07 that is over keeps no process, though its connection is open", async () => {
    await using server = await FakeSurreal.start();
    const end = await runChild(blocking(server, `db.version(); process.exitCode = 3;`));
    expect(end).toMatchObject({ code: 3, hung: false, stderr: "" });
  });
});

describe("a blocking connection", () => {
  it("H05 that is used from inside its own callbacks does not lock itself up", async () => {
    await using server = await FakeSurreal.start();
    const body = `let inside = "not called";
      db.on("status", (status) => {
        if (status !== "connected") return;
        try { inside = db.version(); } catch (error) { inside = error.constructor.name; }
      });
      db.query("RETURN 1").execute();
      process.stdout.write(JSON.stringify({ inside, after: db.version() }) + "\\n");
      db.close();`;
    const end = await runChild(blocking(server, body));
    expect(end).toMatchObject({ code: 0, hung: false, stderr: "" });
    const [answer] = told(end);
    expect(answer).toMatchObject({ after: "surrealdb-3.0.2" });
    expect(answer?.inside).not.toBe("not called");
  });

  it("H10 that nobody holds any more is closed", async () => {
    await using server = await FakeSurreal.start();
    const source = `import { Surreal } from "surreal-sdk";
      (() => { Surreal(${JSON.stringify(server.ws)}, { heartbeat: false }).version(); })();
      const collect = setInterval(() => globalThis.gc(), 20);
      process.on("SIGTERM", () => clearInterval(collect));
      process.stdout.write("dropped");`;
    let stop: (() => void) | undefined;
    const child = runChild(source, {
      flags: ["--expose-gc"],
      printed: (_text, process) => {
        stop = () => process.kill("SIGTERM");
      },
    });
    await settled(server.disconnected());
    stop?.();
    expect(await child).toMatchObject({ code: 0, hung: false, stdout: "dropped" });
  });

  it("H18 is refused where a thread may not wait", async () => {
    const end = await runChild(`${tell}
      Atomics.wait = () => { throw new TypeError("Atomics.wait cannot be called in this context"); };
      const { Surreal } = await import("surreal-sdk");
      try { Surreal("ws://127.0.0.1:1").version(); } catch (error) { tell(error); }`);
    expect(told(end)).toMatchObject([{ name: "UnsupportedFeatureError", outcome: "not_sent" }]);
  });
});

describe("the process", () => {
  const asynchronous = (server: FakeSurreal, body: string): string => `import { AsyncSurreal } from "surreal-sdk";
    const db = AsyncSurreal(${JSON.stringify(server.ws)}, { heartbeat: false });
    ${body}`;

  it("H08 goes on while an idle connection is open, until it is closed", async () => {
    await using server = await FakeSurreal.start();
    const source = asynchronous(server, `await db.connect(); process.stdout.write("idle");`);
    const end = await runChild(source, { printed: (_text, child) => setTimeout(() => child.kill("SIGTERM"), 400) });
    expect(end).toMatchObject({ signal: "SIGTERM", stdout: "idle" });
    const closed = await runChild(asynchronous(server, `await db.connect(); await db.close();`));
    expect(closed).toMatchObject({ code: 0, hung: false, stderr: "" });
  });

  it("H08 ends although a connection is open where unref() allows it", async () => {
    await using server = await FakeSurreal.start();
    const end = await runChild(asynchronous(server, `await db.connect(); db.unref(); process.exitCode = 4;`));
    expect(end).toMatchObject({ code: 4, hung: false, stderr: "" });
  });

  it.each([
    ["process.exit()", `setImmediate(() => process.exit(5)); await db.query("RETURN 1");`, 5],
    ["an exception nobody catches", `setImmediate(() => { throw new Error("mine"); }); await db.query("RETURN 1");`, 1],
  ])("H09 ends by %s with requests in flight, and says nothing of its own", async (_what, body, code) => {
    await using server = await FakeSurreal.start();
    server.on("query", () => SILENCE);
    const end = await runChild(asynchronous(server, `await db.connect(); ${body}`));
    expect(end).toMatchObject({ code, hung: false, stdout: "" });
    expect(end.stderr).not.toMatch(/Surreal(Error|Connection)|UnhandledPromise/);
  });

  it("P7 holds nothing of a connection that was closed: no socket, no timer", async () => {
    await using server = await FakeSurreal.start();
    const source = asynchronous(
      server,
      `const before = process.getActiveResourcesInfo().length;
      for (let round = 0; round < 50; round += 1) { await db.connect(); await db.query("RETURN 1"); await db.close(); }
      await new Promise((resolve) => setImmediate(resolve));
      const after = process.getActiveResourcesInfo().length;
      process.stdout.write(JSON.stringify([before, after]));`,
    );
    const end = await runChild(source);
    const [before, after] = JSON.parse(end.stdout) as [number, number];
    expect(after).toBeLessThanOrEqual(before);
  });

  it("H11 hands nothing of a connection to another thread: a clone of it is empty", async () => {
    await using server = await FakeSurreal.start();
    const body = `await db.signin({ username: "root", password: "root" });
      process.stdout.write(JSON.stringify(Reflect.ownKeys(structuredClone(db))));
      await db.close();`;
    expect((await runChild(asynchronous(server, body))).stdout).toBe("[]");
  });

  it("H12 has connections of its own in each child of a cluster", async () => {
    await using server = await FakeSurreal.start();
    const source = `
      import cluster from "node:cluster";
      if (cluster.isPrimary) {
        cluster.setupPrimary({ execArgv: process.execArgv, args: [] });
      }
      ${asynchronous(server, `await db.query("RETURN 1"); await db.close();`)}`;
    const [first, second] = await Promise.all([runChild(source), runChild(source)]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(server.peers).toHaveLength(2);
  });
});

describe("rejections that nobody handles", () => {
  it("B25 P1 are none of the SDK's, whatever happens to the connection", async () => {
    await using server = await FakeSurreal.start();
    server.on("ping", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    server.on("query", (_request, peer) => {
      if (server.count("query") % 3 === 0) peer.cut();
      return SILENCE;
    });
    const source = `import { AsyncSurreal } from "surreal-sdk";
      const db = AsyncSurreal(${JSON.stringify(server.ws)}, { timeout: 60, heartbeat: { idle: 5, wait: 20 }, reconnect: { minDelay: 1, maxDelay: 3 } });
      for (let round = 0; round < 30; round += 1) await db.query("RETURN 1").catch(() => undefined);
      const left = db.query("RETURN 1").execute().catch(() => undefined);
      await db.connect();
      await db.close();
      await left;
      process.stdout.write("done");`;
    const end = await runChild(source);
    expect(end).toMatchObject({ code: 0, stderr: "", stdout: "done", hung: false });
  });
});
