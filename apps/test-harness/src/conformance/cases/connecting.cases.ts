import { inspect } from "node:util";
import { ConnectionClosedError, Duration, RecordId, TransportTimeoutError } from "surreal-sdk";
import { expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** `connect`, `close`, `with`, `on`, the properties, and disposal. */
export function connectingCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it("connect succeeds on every transport, is idempotent, and gives this connection", async () => {
    const db = scratch.anonymous();
    expect(db.status).toBe("disconnected");
    expect(await db.connect()).toBe(db);
    expect(db.status).toBe("connected");
    expect(await db.connect()).toBe(db);
  });

  it("a connection is under way as soon as connect() was called, with credentials as well", async () => {
    const auth = { username: "root", password: "root" };
    for (const options of target.kind === "embedded" ? [{}] : [{}, { auth }]) {
      const db = target.connection(options);
      const connected = db.connect();
      expect(db.status).not.toBe("disconnected");
      await connected;
      expect(db.status).toBe("connected");
      await db.close();
    }
  });

  it("the first call connects", async () => {
    const db = scratch.anonymous();
    expect(await db.version()).toMatch(/^surrealdb-/);
    expect(db.status).toBe("connected");
  });

  it("connecting while open keeps session and identity, with the same address as well", async () => {
    await scratch.db.connect();
    expect(await scratch.value("RETURN session::db()")).toBe("main");
    await scratch.db.connect(target.kind === "embedded" ? scratch.db.url : `${scratch.db.url}/`);
    expect(await scratch.value("RETURN session::db()")).toBe("main");
    expect(await run(scratch.db.create("user:1", { n: 1 }))).toMatchObject({ n: 1 });
  });

  it("eight first calls at once all succeed", async () => {
    const db = scratch.anonymous();
    const answers = await Promise.all(Array.from({ length: 8 }, () => db.version()));
    expect(new Set(answers).size).toBe(1);
  });

  it("many queries at once come back to their callers, however slow some are", async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const answers = await Promise.all(
      numbers.map((n) =>
        run(scratch.db.query("RETURN sleep($wait); RETURN $n", { n, wait: new Duration(0, (n % 5) * 1e6) })),
      ),
    );
    expect(answers.map((results) => results[1])).toEqual(numbers);
  });

  it("close is idempotent, and what is closed stays closed until connect()", async () => {
    const db = await scratch.another();
    await db.close();
    await db.close();
    expect(db.status).toBe("closed");
    for (const call of [
      () => db.query("RETURN 1"),
      () => db.ping(),
      () => db.let("x", 1),
      () => db.signin({ username: "root", password: "root" }),
    ]) {
      const error = await raised(call);
      expect(error).toBeInstanceOf(ConnectionClosedError);
      expect(error).toMatchObject({ outcome: "not_sent" });
    }
    expect(db.status).toBe("closed");
    await db.connect();
    expect([await db.ping(), db.status]).toEqual([undefined, "connected"]);
  });

  if (target.mode === "async")
    it("close rejects what is in flight at once, and with drain lets it come to its end", async () => {
      const hurried = await scratch.another();
      const cut = raised(() => hurried.query("SLEEP 1s"));
      await hurried.ping();
      await hurried.close();
      expect(await cut).toMatchObject({ outcome: "unknown" });
      const patient = await scratch.another();
      const pending = run(patient.query("SLEEP 50ms; RETURN 'done'"));
      await patient.ping();
      await patient.close({ drain: true });
      expect((await pending)[1]).toBe("done");
    });

  it("connecting after close opens again, as nobody", async () => {
    const db = await scratch.another();
    await db.let("x", 1);
    await db.close();
    await db.connect();
    expect(db.status).toBe("connected");
    expect([db.token, db.namespace, db.database]).toEqual([undefined, undefined, undefined]);
  });

  it("the status event tells every change, and stops when asked to", async () => {
    const db = scratch.anonymous();
    const seen: string[] = [];
    const stop = db.on("status", (status) => seen.push(status));
    await db.connect();
    await db.close();
    expect(seen).toEqual(["connecting", "connected", "closed"]);
    stop();
    await db.connect();
    expect(seen).toHaveLength(3);
  });

  it("there is no event of another name", async () => {
    expect(await raised(() => scratch.db.on("close" as "status", () => {}))).toBeInstanceOf(TypeError);
  });

  it("with gives a view with its own deadline, on the same connection", async () => {
    const hurried = scratch.db.with({ timeout: 40 });
    const error = await raised(() => hurried.query("SLEEP 400ms; RETURN 1"));
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error).toMatchObject({ outcome: "unknown" });
    expect(await scratch.db.query("RETURN 2").first()).toBe(2);
    expect(await scratch.db.query("RETURN 3").first()).toBe(3);
  });

  if (target.mode === "async")
    it("with a signal gives up waiting, before sending and after", async () => {
      await scratch.read("DEFINE TABLE visit");
      const reason = new Error("no longer wanted");
      const early = scratch.db.with({ signal: AbortSignal.abort(reason) });
      expect(await raised(() => early.query("CREATE visit"))).toBe(reason);
      expect(await scratch.value("SELECT * FROM visit")).toEqual([]);
      const controller = new AbortController();
      const late = raised(() => scratch.db.with({ signal: controller.signal }).query("SLEEP 1s"));
      await scratch.db.ping();
      controller.abort(reason);
      expect(await late).toBe(reason);
      expect(await scratch.value("RETURN 1")).toBe(1);
    });

  it.each([{ timeout: "1s" }, { timeout: -1 }, { tiemout: 5 }, { signal: 5 }])(
    "with(%j) is refused before anything is sent",
    async (settings) => {
      const error = await raised(() => scratch.db.with(settings as unknown as { timeout: number }));
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
    },
  );

  it("properties show the address, and inspection shows no secret", async () => {
    const { db } = scratch;
    if (target.kind === "embedded") {
      expect([db.url, db.rawUrl]).toEqual(["mem://", "mem://"]);
    } else {
      expect(db.rawUrl).toBe(`${db.url}/rpc`);
      expect(db.host).toBe("127.0.0.1");
      expect(db.port).toBe(Number(new URL(db.url).port));
      expect(inspect(db, { depth: 8, showHidden: true })).not.toContain(db.token);
    }
  });

  it("disposing closes", async () => {
    const db = await scratch.another();
    const dispose = target.mode === "async" ? Symbol.asyncDispose : Symbol.dispose;
    await (db as unknown as Record<symbol, () => unknown>)[dispose]?.();
    expect(db.status).toBe("closed");
  });

  it("data survives on the connection that is open", async () => {
    await run(scratch.db.create("user:1", { n: 1 }));
    await scratch.db.connect();
    expect(await scratch.db.select("user:1")).toStrictEqual({ id: new RecordId("user", 1), n: 1 });
  });
}
