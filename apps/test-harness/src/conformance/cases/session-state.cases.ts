import { RecordId, ServerError, SessionChangedError, SurrealError } from "surreal-sdk";
import { expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** `use`, `let`, `unset`, `reset`, `version`, `ping`, `health`. */
export function sessionStateCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const where = (): Promise<unknown> => scratch.value("RETURN [session::ns(), session::db()]");

  it("use chooses namespace and database, and the connection knows them", async () => {
    await scratch.db.use(scratch.namespace, "other");
    expect(await where()).toEqual([scratch.namespace, "other"]);
    expect([scratch.db.namespace, scratch.db.database]).toEqual([scratch.namespace, "other"]);
  });

  it("use with an object changes what it names and leaves the rest", async () => {
    await scratch.db.use({ database: "third" });
    expect(await where()).toEqual([scratch.namespace, "third"]);
    expect([scratch.db.namespace, scratch.db.database]).toEqual([scratch.namespace, "third"]);
  });

  it("use with null takes the database, or both, back", async () => {
    await scratch.db.use({ database: null });
    expect([scratch.db.namespace, scratch.db.database]).toEqual([scratch.namespace, undefined]);
    const error = await raised(() => scratch.db.query("SELECT * FROM user"));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).toMatch(/database/i);
    await scratch.db.use({ namespace: null });
    expect([scratch.db.namespace, scratch.db.database]).toEqual([undefined, undefined]);
  });

  it("use with an empty object selects the server's defaults where nothing is selected, and else nothing", async () => {
    const db = await scratch.another();
    const selected = async () => [
      [db.namespace, db.database],
      await db.query("RETURN [session::ns(), session::db()]").first(),
    ];
    await db.use({});
    expect(await selected()).toEqual([
      [scratch.namespace, "main"],
      [scratch.namespace, "main"],
    ]);
    await db.use(null, null);
    await db.use({});
    expect(await selected()).toEqual([
      ["main", "main"],
      ["main", "main"],
    ]);
  });

  it("what is in one database is not in another", async () => {
    await run(scratch.db.create("user:1", { n: 1 }));
    await scratch.db.use(scratch.namespace, "other");
    await scratch.read("DEFINE TABLE user");
    expect(await scratch.db.select("user")).toEqual([]);
    await scratch.db.use(scratch.namespace, "main");
    expect(await scratch.db.select("user")).toStrictEqual([{ id: new RecordId("user", 1), n: 1 }]);
  });

  it("calls find the state that earlier calls have asked for, awaited or not", async () => {
    const asked = [
      scratch.db.use(scratch.namespace, "second"),
      scratch.db.let("x", 1),
      run(scratch.db.query("RETURN [session::db(), $x]").first()),
      scratch.db.use(scratch.namespace, "third"),
      scratch.db.let("x", 2),
      run(scratch.db.query("RETURN [session::db(), $x]").first()),
      scratch.db.export(),
    ];
    const answers = await Promise.all(asked);
    expect([answers[2], answers[5]]).toEqual([
      ["second", 1],
      ["third", 2],
    ]);
  });

  it("rows() reads no page of another database", async () => {
    await scratch.read("FOR $n IN 1..=3 { CREATE type::record('user', $n) }");
    const stream = scratch.db.rows("user", { pageSize: 2 });
    await stream.next();
    await stream.next();
    await scratch.db.use(scratch.namespace, "other");
    expect(await raised(() => stream.next())).toBeInstanceOf(SessionChangedError);
  });

  it.each([[42, "x"], ["x", 42], [undefined, undefined], ["", "x"], [{ database: 5 }], ["x", {}]])(
    "use(%j, %j) is refused before anything is sent",
    async (namespace, database?: unknown) => {
      const error = await raised(() => scratch.db.use(namespace as string, database as string));
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
      expect([scratch.db.namespace, scratch.db.database]).toEqual([scratch.namespace, "main"]);
    },
  );

  it("a database without a namespace is refused before anything is sent", async () => {
    const db = scratch.anonymous();
    const error = await raised(() => db.use({ database: "main" }));
    expect(error.message).toMatch(/namespace/i);
  });

  it("let makes a variable for every later query, a query's own goes before it", async () => {
    await scratch.db.let("x", 99);
    expect(await scratch.db.query("RETURN $x", { x: 5 }).first()).toBe(5);
    expect(await scratch.db.query("RETURN $x").first()).toBe(99);
  });

  it("a variable may be any value", async () => {
    const value = { id: new RecordId("user", 1), list: [1, null, "x"] };
    await scratch.db.let("x", value);
    expect(await scratch.db.query("RETURN $x").first()).toEqual(value);
  });

  it("a variable is there for select, create and update as well", async () => {
    await scratch.read("DEFINE TABLE user; DEFINE FIELD by ON user VALUE $author");
    await scratch.db.let("author", "Ada");
    const written = await run(scratch.db.upsert("user:1", { n: 1 }));
    // Since 4.0 the clauses of a field do not see the variables of a session; queries do.
    if ((await scratch.major()) >= 4) expect(written).not.toHaveProperty("by");
    else expect(written).toMatchObject({ by: "Ada" });
    expect(await scratch.value("SELECT VALUE $author FROM user")).toEqual(["Ada"]);
  });

  it("unset really takes the variable away, also when variables were given with a query", async () => {
    await scratch.db.let("x", 99);
    const variables = { y: 1 };
    await run(scratch.db.query("RETURN [$x, $y]", variables));
    await scratch.db.unset("x");
    expect(await scratch.db.query("RETURN [$x, $y]", variables).first()).toEqual([undefined, 1]);
    expect(variables).toEqual({ y: 1 });
  });

  it("unset of an unknown variable is no error", async () => {
    expect(await scratch.db.unset("never_set")).toBeUndefined();
  });

  it.each(["", 42, "$x", null])("let(%j) is refused before anything is sent", async (name) => {
    const error = await raised(() => scratch.db.let(name as string, 1));
    expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
  });

  it("a variable that belongs to the server is refused", async () => {
    expect(await raised(() => scratch.db.let("auth", 1))).toBeInstanceOf(Error);
    const error = await raised(() => scratch.db.query("RETURN $session", { session: 1 }));
    expect(error).toBeInstanceOf(Error);
  });

  it("reset takes back namespace, database, variables and identity", async () => {
    await scratch.db.let("x", 1);
    await scratch.db.reset();
    expect([scratch.db.namespace, scratch.db.database, scratch.db.token]).toEqual([undefined, undefined, undefined]);
    const error = await raised(() => scratch.db.query("SELECT * FROM user"));
    expect(error).toBeInstanceOf(SurrealError);
  });

  it("version names the server and its version", async () => {
    expect(await scratch.db.version()).toMatch(/^surrealdb-\d+\.\d+\.\d+/);
  });

  it("ping and health answer with nothing", async () => {
    expect(await scratch.db.ping()).toBeUndefined();
    expect(await scratch.db.health()).toBeUndefined();
  });
}
