import {
  AlreadyExistsError,
  and,
  contains,
  eq,
  gt,
  inside,
  NotFoundError,
  ne,
  not,
  or,
  QueryError,
  RecordId,
  RowValidationError,
  raw,
  SurrealError,
  surql,
  ThrownError,
  ValidationError,
} from "surreal-sdk";
import { expect, it } from "vitest";
import { z } from "zod";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";

/** `query` and its builder, `queryRaw`, `surql` and the expression helpers. */
export function queryCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it("gives one entry for each statement, also for a single one", async () => {
    expect(await run(scratch.db.query("RETURN 42"))).toEqual([42]);
    expect(await run(scratch.db.query("RETURN 1; RETURN 'two'; RETURN [3]"))).toEqual([1, "two", [3]]);
    expect(await run(scratch.db.query(""))).toEqual([]);
  });

  it("shows the statements between BEGIN and COMMIT", async () => {
    const results = await run(scratch.db.query("BEGIN; CREATE part:1 SET n = 7; COMMIT; RETURN part:1.n"));
    expect(results).toContainEqual([{ id: new RecordId("part", 1), n: 7 }]);
    expect(results.at(-1)).toBe(7);
  });

  it("gives the first statement's value with first, undefined where there is none", async () => {
    expect(await scratch.db.query("RETURN 42; RETURN 43").first()).toBe(42);
    expect(await scratch.db.query("-- nothing").first()).toBeUndefined();
  });

  it("binds variables, and leaves the caller's object as it was", async () => {
    const variables = { min: 18, names: ["Ada", "Bob"] };
    expect(await run(scratch.db.query("RETURN $min + 1; RETURN $names", variables))).toEqual([19, ["Ada", "Bob"]]);
    expect(variables).toEqual({ min: 18, names: ["Ada", "Bob"] });
  });

  it("takes the variables as they are at the call", async () => {
    const variables = { n: 1 };
    const builder = scratch.db.query("RETURN $n", variables);
    variables.n = 2;
    expect(await run(builder)).toEqual([1]);
  });

  it("sends a query once, however often its result is asked for", async () => {
    const builder = scratch.db.query("CREATE visit SET n = 1; RETURN 'done'");
    await run(builder);
    const again = await run(builder);
    expect(again[1]).toBe("done");
    expect(await builder.first()).toEqual(again[0]);
    expect(await scratch.value("RETURN count(SELECT id FROM visit)")).toBe(1);
  });

  it.each<[string, (db: Database) => { execute(): unknown }, (builder: never) => unknown]>([
    [
      "a CRUD builder",
      (db) => db.update("user:1"),
      (builder: { merge(data: object): unknown }) => builder.merge({ n: 2 }),
    ],
    ["an insert builder", (db) => db.insert("user").relation(), (builder: { ignore(): unknown }) => builder.ignore()],
  ])("%s that was sent cannot be changed any more", async (_name, make, change) => {
    await scratch.read("CREATE user:1 SET n = 1");
    const builder = make(scratch.db);
    await raised(() => Promise.resolve(run(builder)).then(() => Promise.reject(new Error("sent"))));
    expect(await raised(() => change(builder as never))).toBeInstanceOf(SurrealError);
    expect(await scratch.value("RETURN user:1.n")).toBe(1);
  });

  it("a builder that is executed many times at once is one request", async () => {
    const builder = scratch.db.query("CREATE visit SET n = 1");
    const results = await Promise.all(Array.from({ length: 8 }, () => builder.execute()));
    for (const result of results) expect(result).toEqual(results[0]);
    expect(await scratch.value("RETURN count(SELECT id FROM visit)")).toBe(1);
  });

  it("gives rows of the first statement: a list as it is, a single value as one row, nothing as none", async () => {
    expect(await scratch.db.query("RETURN [{ n: 1 }, { n: 2 }]").rows()).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await scratch.db.query("RETURN { n: 1 }").rows()).toEqual([{ n: 1 }]);
    expect(await scratch.db.query("RETURN NULL").rows()).toEqual([]);
    expect(await scratch.db.query("RETURN NONE").rows()).toEqual([]);
    expect(await scratch.db.query("RETURN []").rows()).toEqual([]);
  });

  it("reads rows into a schema, and names the row and path that do not fit", async () => {
    const schema = z.object({ n: z.number() });
    expect(await scratch.db.query("RETURN [{ n: 1, more: true }]").rows(schema)).toEqual([{ n: 1 }]);
    const error = await raised(() => scratch.db.query("RETURN [{ n: 1 }, { n: 'two' }]").rows(schema));
    expect(error).toBeInstanceOf(RowValidationError);
    expect(error).toMatchObject({ statement: 0, row: 1, path: "n" });
  });

  it("reads rows into a function's results", async () => {
    const doubled = (row: unknown): number => (row as { n: number }).n * 2;
    expect(await scratch.db.query("RETURN [{ n: 1 }, { n: 2 }]").rows(doubled)).toEqual([2, 4]);
  });

  it("validates the whole list of results with into", async () => {
    const schema = z.tuple([z.number(), z.string()]);
    expect(await run(scratch.db.query("RETURN 1; RETURN 'a'").into(schema))).toEqual([1, "a"]);
    const error = await raised(() => scratch.db.query("RETURN 1; RETURN 2").into(schema));
    expect(error).toBeInstanceOf(RowValidationError);
    expect(error.message).toContain("1");
  });

  it("refuses a number of statements that the schema does not have", async () => {
    const error = await raised(() => scratch.db.query("RETURN 1").into(z.tuple([z.number(), z.number()])));
    expect(error).toBeInstanceOf(RowValidationError);
  });

  it("refuses an into that is neither schema nor function, before anything is sent", async () => {
    const notASchema = { n: "number" } as unknown as z.ZodType;
    const error = await raised(() => scratch.db.query("CREATE trace").rows(notASchema));
    expect(error).toBeInstanceOf(TypeError);
    expect(await raised(() => scratch.read("SELECT * FROM trace"))).toBeInstanceOf(Error);
  });

  it("gives status, time and result of each statement with responses, and does not throw", async () => {
    const responses = await scratch.db.query("RETURN 1; THROW 'no'; RETURN 3").responses();
    expect(responses.map(({ status }) => status)).toEqual(["OK", "ERR", "OK"]);
    expect(responses[0]).toMatchObject({ result: 1 });
    expect(responses[1]).toMatchObject({ error: expect.any(ThrownError) });
    expect(responses[1]).toMatchObject({ error: { message: expect.stringContaining("no"), statement: 1 } });
    expect(responses[2]).toMatchObject({ result: 3 });
    for (const { time } of responses) expect(time).toBeTypeOf("string");
  });

  it("queryRaw shows OK, ERR, OK where query raises the thrown error", async () => {
    const text = "RETURN 1; THROW 'no'; RETURN 3";
    const entries = await scratch.db.queryRaw(text);
    expect(entries.map(({ status }) => status)).toEqual(["OK", "ERR", "OK"]);
    expect(entries[1]?.result).toBe("An error occurred: no");
    expect(await raised(() => scratch.db.query(text))).toBeInstanceOf(ThrownError);
  });

  it("queryRaw takes variables, which default to none", async () => {
    expect(await scratch.db.queryRaw("RETURN $x", { x: 5 })).toMatchObject([{ status: "OK", result: 5 }]);
    expect((await scratch.db.queryRaw("RETURN $x"))[0]?.result).toBeUndefined();
  });

  it("a failed statement throws its own error, with its index and the query's text, never the variables", async () => {
    const error = await raised(() =>
      scratch.db.query("RETURN $secret; SELECT * FROM nowhere; RETURN 3", { secret: "hunter2" }),
    );
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ kind: "NotFound", statement: 1, tableName: "nowhere", outcome: "failed" });
    expect((error as NotFoundError).query).toBe("RETURN $secret; SELECT * FROM nowhere; RETURN 3");
    expect(JSON.stringify(error) + error.stack).not.toContain("hunter2");
  });

  it("cuts the query's text in an error to 200 characters", async () => {
    const error = await raised(() => scratch.db.query(`THROW 'x'; -- ${"y".repeat(500)}`));
    expect((error as ThrownError).query).toHaveLength(200);
  });

  it("in a failed transaction, names the statement that really failed", async () => {
    const error = await raised(() =>
      scratch.db.query("BEGIN; CREATE gear:1; CREATE gear:1; CREATE gear:2; COMMIT; RETURN 1"),
    );
    expect(error).toBeInstanceOf(AlreadyExistsError);
    expect(error).toMatchObject({ statement: 2, recordId: "gear:1" });
    expect(await scratch.read("DEFINE TABLE gear; SELECT * FROM gear")).toEqual([undefined, []]);
  });

  it("text that cannot be parsed is a validation error that shows where", async () => {
    const error = await raised(() => scratch.db.query("SELEC * FROM x"));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).isParseError).toBe(true);
    expect(error.message).toContain("SELEC");
  });

  it("a result that the server cannot send is an error that says so, and that the query has probably run", async () => {
    const error = await raised(() => scratch.db.query("RETURN /a+/"));
    expect(error).toMatchObject({ name: "ValidationError", outcome: "unknown", retrySafe: false });
    expect(error.message).toMatch(/cannot send the result.*regex/);
  });

  it("a query that takes too long is a query error that says so", async () => {
    await scratch.read("CREATE slow:1");
    const error = await raised(() => scratch.db.query("UPDATE slow SET n = 1 TIMEOUT 1ns"));
    expect(error).toBeInstanceOf(QueryError);
    expect((error as QueryError).isTimedOut).toBe(true);
  });

  it("refuses a query that is no text before anything is sent", async () => {
    expect(await raised(() => scratch.db.query(42 as unknown as string))).toBeInstanceOf(TypeError);
    expect(await raised(() => scratch.db.query("RETURN 1", [1] as unknown as Record<string, unknown>))).toBeInstanceOf(
      TypeError,
    );
  });

  it("surql binds every value it interpolates, whatever is in it", async () => {
    const hostile = "'; REMOVE TABLE user; --";
    await scratch.read("CREATE user:1 SET name = 'Ada'");
    const results = await run(scratch.db.query(surql`RETURN ${hostile}; RETURN ${new RecordId("user", 1)}.name`));
    expect(results).toEqual([hostile, "Ada"]);
    expect(await scratch.value("RETURN count(SELECT id FROM user)")).toBe(1);
  });

  it("surql nests fragments and inlines raw text", async () => {
    const condition = surql`n > ${1}`;
    const statement = surql`SELECT VALUE n FROM ${raw("[{ n: 1 }, { n: 2 }, { n: 3 }]")} WHERE ${condition} AND n < ${3}`;
    expect(await scratch.db.query(statement).first()).toEqual([2]);
  });

  it.each([
    ["eq", eq("n", 2), [2]],
    ["ne", ne("n", 2), [1, 3]],
    ["gt", gt("n", 1), [2, 3]],
    ["and", and(gt("n", 1), ne("n", 3)), [2]],
    ["or", or(eq("n", 1), eq("n", 3)), [1, 3]],
    ["not", not(eq("n", 1)), [2, 3]],
    ["inside", inside("n", [1, 2]), [1, 2]],
    ["contains", contains("tags", "odd"), [1, 3]],
  ])("%s builds a where clause", async (_name, where, expected) => {
    await scratch.read(
      "CREATE num:1 SET n = 1, tags = ['odd']; CREATE num:2 SET n = 2, tags = []; CREATE num:3 SET n = 3, tags = ['odd']",
    );
    const rows = await scratch.db.select<{ n: number }>("num", { where, orderBy: "n" });
    expect(rows.map(({ n }) => n)).toEqual(expected);
  });

  it.each<[string, (db: Database) => unknown]>([
    [
      "query",
      async function theUsersQuery(db) {
        return await db.query("THROW 'x'").execute();
      },
    ],
    [
      "first",
      async function theUsersFirst(db) {
        return await db.query("THROW 'x'").first();
      },
    ],
    [
      "select",
      async function theUsersSelect(db) {
        return await db.select("nowhere");
      },
    ],
    [
      "create",
      async function theUsersCreate(db) {
        return await db.create("user", undefined as never);
      },
    ],
    [
      "use",
      async function theUsersUse(db) {
        return await db.run("fn::nowhere");
      },
    ],
  ])("the stack of a failing %s names the user's line", async (_name, act) => {
    const error = await raised(() => act(scratch.db));
    expect(error.stack).toContain(act.name);
    expect(error.stack).toContain("query.cases.ts");
  });

  it("every error of a request says what became of it", async () => {
    const error = await raised(() => scratch.db.query("THROW 'x'"));
    expect(error).toBeInstanceOf(SurrealError);
    expect(error).toMatchObject({ outcome: "failed", retrySafe: false });
  });
}
