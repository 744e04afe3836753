import { NotFoundError, RecordId, ServerError, SurrealError } from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised, run } from "./run.ts";
import { ScratchDatabase } from "./scratch-database.ts";
import type { Target } from "./target.ts";

/** `export`, `exportStream`, `import`. */
export function exportImportCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  beforeEach(() =>
    scratch.read(`
      DEFINE TABLE user; DEFINE FIELD name ON user TYPE string; DEFINE INDEX by_name ON user FIELDS name;
      DEFINE TABLE log; DEFINE FUNCTION fn::one() { RETURN 1 };
      CREATE user:ada SET name = 'Ada'; CREATE user:bob SET name = 'Böb 🚀', at = d'2024-01-01T00:00:00Z', n = 1.5dec;
      CREATE log:1; RELATE user:ada->knows->user:bob;
    `),
  );
  const elsewhere = async () => {
    const db = await scratch.another();
    await db.use(scratch.namespace, "copy");
    return db;
  };

  it("an export imported elsewhere gives an equal database", async () => {
    const text = await scratch.db.export();
    expect(text).toContain("OPTION IMPORT");
    const copy = await elsewhere();
    expect(await copy.import(text)).toBeUndefined();
    for (const table of ["user", "log", "knows"]) {
      const sql = `SELECT * FROM ${table} ORDER BY id`;
      expect(await copy.query(sql).first()).toEqual(await scratch.value(sql));
    }
    expect(await copy.run("fn::one")).toBe(1);
  });

  it("an export leaves out what it is told to leave out", async () => {
    const text = await scratch.db.export({ tables: ["user"], functions: false });
    expect(text).toContain("user:ada");
    expect(text).not.toContain("log:1");
    expect(text).not.toContain("fn::one");
    expect(await scratch.db.export({ records: false })).not.toContain("user:ada");
  });

  it("an export option that nobody knows is refused before anything is sent", async () => {
    const error = await raised(() => scratch.db.export({ tabels: ["user"] } as unknown as { tables: string[] }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("tabels");
  });

  it("an import that fails says so", async () => {
    const copy = await elsewhere();
    const error = await raised(() => copy.import("OPTION IMPORT; CREATE user:1; SELEC nonsense"));
    expect(error).toBeInstanceOf(SurrealError);
  });

  it("an import goes into the database in use, and nowhere else", async () => {
    const copy = await elsewhere();
    await copy.import("OPTION IMPORT; DEFINE TABLE fresh; INSERT [{ id: fresh:1, n: 1 }];");
    expect(await copy.query("SELECT * FROM fresh").first()).toEqual([{ id: new RecordId("fresh", 1), n: 1 }]);
    expect(await raised(() => scratch.db.query("SELECT * FROM fresh"))).toBeInstanceOf(NotFoundError);
  });

  it("import takes text alone", async () => {
    expect(await raised(() => scratch.db.import(42 as unknown as string))).toBeInstanceOf(TypeError);
  });

  it("an export without a database is an error that says so", async () => {
    await run(scratch.db.query("RETURN 1"));
    await scratch.db.use({ database: null });
    const error = await raised(() => scratch.db.export());
    expect(error instanceof ServerError || error instanceof SurrealError || error instanceof TypeError).toBe(true);
    expect(error.message).toMatch(/database/i);
  });
}

/** What only the async connection has. */
export function exportStreamCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it("exportStream gives the same text as export, in pieces", async () => {
    await scratch.read("CREATE user:ada SET name = 'Böb 🚀'");
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of (await scratch.db.exportStream()) as AsyncIterable<string | Uint8Array>) {
      text += typeof piece === "string" ? piece : decoder.decode(piece, { stream: true });
    }
    expect(text).toBe(await scratch.db.export());
  });
}
