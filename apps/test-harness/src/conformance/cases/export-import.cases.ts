import {
  AlreadyExistsError,
  ImportError,
  ImportSourceError,
  NotFoundError,
  RecordId,
  ServerError,
  SurrealError,
  type TransferProgress,
} from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** `export` and `import`. */
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

  it("an export has the parts of newer servers only where it asks for them, and older servers refuse that", async () => {
    const [major = 0, minor = 0] = (await scratch.db.version()).replace("surrealdb-", "").split(".").map(Number);
    expect(await scratch.db.export({ tables: ["user"], apis: false })).toContain("user:ada");
    if (major > 3 || (major === 3 && minor >= 3)) {
      await scratch.read(`DEFINE API "/one" FOR get THEN { RETURN 1 }`);
      expect(await scratch.db.export({ tables: ["user"] })).not.toContain("DEFINE API");
      expect(await scratch.db.export({ tables: ["user"], apis: true })).toContain("OPTION IMPORT");
    } else {
      const error = await raised(() => scratch.db.export({ apis: true }));
      expect(error).toMatchObject({ name: "UnsupportedFeatureError", feature: "apis", outcome: "not_sent" });
    }
  });

  it("an export option that nobody knows is refused before anything is sent", async () => {
    const error = await raised(() => scratch.db.export({ tabels: ["user"] } as unknown as { tables: string[] }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("tabels");
  });

  it("an import that nobody can parse says so", async () => {
    const copy = await elsewhere();
    const error = await raised(() => copy.import("OPTION IMPORT; CREATE user:1; SELEC nonsense"));
    expect(error).toBeInstanceOf(SurrealError);
  });

  it("an import goes into the database in use, and nowhere else", async () => {
    const copy = await elsewhere();
    await copy.import("OPTION IMPORT; DEFINE TABLE fresh; INSERT [{ id: fresh:1, n: 1 }];");
    expect(await copy.query("SELECT * FROM fresh").first()).toStrictEqual([{ id: new RecordId("fresh", 1), n: 1 }]);
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

/** Parts, progress, and statements that fail. */
export function transferCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const elsewhere = async () => {
    const db = await scratch.another();
    await db.use(scratch.namespace, "copy");
    return db;
  };
  /** So many records of a megabyte. */
  const fill = (megabytes: number) =>
    scratch.read(`FOR $n IN 0..${megabytes} { CREATE large SET text = string::repeat('0123456789abcdef', 65536) }`);

  it("an export in parts is the same text", async () => {
    await scratch.read("FOR $n IN 0..300 { CREATE user SET name = string::repeat('Böb 🚀', 100) }");
    let text = "";
    for await (const part of scratch.db.exportStream()) text += part;
    expect(text).toContain("Böb 🚀");
    expect(text).toBe(await scratch.db.export());
  });

  it("an export as bytes is the same text, whole and in parts", async () => {
    await scratch.read("DEFINE TABLE user; CREATE user:bob SET name = 'Böb 🚀'");
    const text = await scratch.db.export();
    expect(new TextDecoder().decode(await scratch.db.export({ as: "bytes" }))).toBe(text);
    const parts: Uint8Array[] = [];
    for await (const part of scratch.db.exportStream({ as: "bytes" })) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(text);
    const copy = await elsewhere();
    await copy.import(parts);
    expect(await copy.select("user:bob")).toEqual(await scratch.db.select("user:bob"));
  });

  it("an export of fifty megabytes comes in small parts, none before it is asked for", async () => {
    await fill(50);
    let arrived = 0;
    const onProgress = ({ bytes }: TransferProgress): void => {
      arrived = bytes;
    };
    const seen = { parts: 0, bytes: 0, largest: 0, ahead: 0 };
    for await (const part of scratch.db.exportStream({ tables: ["large"], onProgress })) {
      seen.parts += 1;
      seen.bytes += part.length;
      seen.largest = Math.max(seen.largest, part.length);
      seen.ahead = Math.max(seen.ahead, arrived - seen.bytes);
    }
    expect(seen.bytes).toBeGreaterThan(50 * 1024 * 1024);
    expect(seen).toMatchObject({ bytes: arrived, ahead: 0 });
    expect(seen.largest).toBeLessThanOrEqual(128 * 1024);
    expect(seen.parts).toBeGreaterThan(400);
  }, 60_000);

  it("an export that is left early gives its connection back", async () => {
    await fill(3);
    for (let round = 0; round < 3; round += 1) {
      for await (const part of scratch.db.exportStream()) {
        expect(part).toMatch(/^-- -+\n/);
        break;
      }
    }
    expect(await run(scratch.db.query("RETURN 1"))).toEqual([1]);
    expect(await scratch.db.export()).toContain("0123456789abcdef");
  });

  it("an export goes straight into an import", async () => {
    await fill(3);
    await scratch.read("CREATE user:ada SET name = 'Böb 🚀'");
    const copy = await elsewhere();
    await copy.import(scratch.db.exportStream());
    for (const sql of ["SELECT * FROM user", "SELECT * FROM large ORDER BY id"])
      expect(await copy.query(sql).first()).toEqual(await scratch.value(sql));
  });

  it("an import takes bytes, and chunks that end anywhere, and tells how far it is", async () => {
    const copy = await elsewhere();
    const text = `OPTION IMPORT; CREATE user:1 SET name = 'Böb 🚀'; CREATE user:2 SET name = '${"ä".repeat(200_000)}'`;
    const bytes = new TextEncoder().encode(text);
    const told: TransferProgress[] = [];
    const onProgress = (progress: TransferProgress): void => void told.push(progress);
    await copy.import(bytes, { onProgress });
    expect(told.at(-1)).toEqual({ bytes: bytes.length, total: bytes.length });
    expect(told).toEqual([...told].sort((a, b) => a.bytes - b.bytes));
    const rows = await copy.query("SELECT * FROM user").first();
    await run(copy.query("DELETE user"));
    const cuts = [0, 50, 51, 52, 53, 54, 55, 100_000, bytes.length];
    await copy.import(
      cuts.map((cut, index) => bytes.subarray(cuts[index - 1] ?? 0, cut)),
      { onProgress },
    );
    expect(told.at(-1)).toEqual({ bytes: bytes.length });
    expect(await copy.query("SELECT * FROM user").first()).toEqual(rows);
  });

  it("statements of an import that fail are told, and the others have happened", async () => {
    const copy = await elsewhere();
    const sql = "CREATE user:1; CREATE user:1; BEGIN; CREATE user:2; THROW 'no'; COMMIT; CREATE user:3;";
    const error = await raised(() => copy.import(sql));
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ kind: "AlreadyExists", outcome: "unknown", retrySafe: false });
    const { failures: all, failed } = error as ImportError;
    expect(failed).toBe(all.length);
    // From 3.1 on, a server adds that the transaction was not committed.
    const failures = all.filter(({ message }) => !message.startsWith("Cannot COMMIT"));
    expect(failures.map(({ kind, detailKind }) => detailKind ?? kind)).toEqual(["Record", "NotExecuted", "Thrown"]);
    expect(failures[0]).toBeInstanceOf(AlreadyExistsError);
    expect(await copy.query("SELECT VALUE id FROM user").first()).toEqual([
      new RecordId("user", 1),
      new RecordId("user", 3),
    ]);
    // Servers answer with what failed, and not with where.
    const places = target.kind === "embedded" ? [1, 3, 4] : [undefined, undefined, undefined];
    expect(failures.map(({ statement }) => statement)).toEqual(places);
    const texts = target.kind === "embedded" ? ["CREATE user:1", "CREATE user:2", "THROW '…'"] : [undefined];
    expect(failures.slice(0, texts.length).map(({ query }) => query)).toEqual(texts);
  });

  it("an import whose chunks break off says whether something was sent", async () => {
    const copy = await elsewhere();
    const cause = new Error("no disk");
    function* failing(chunks: number): Generator<string> {
      for (let index = 0; index < chunks; index += 1) yield `CREATE user SET text = '${"x".repeat(70_000)}';`;
      throw cause;
    }
    expect(await raised(() => copy.import(failing(0)))).toMatchObject({ outcome: "not_sent", cause });
    const outcome = target.kind === "embedded" ? "not_sent" : "unknown";
    const error = await raised(() => copy.import(failing(9)));
    expect(error).toBeInstanceOf(ImportSourceError);
    expect(error).toMatchObject({ outcome, cause });
    expect(await run(copy.query("RETURN 1"))).toEqual([1]);
  });

  it("a listener of progress that throws loses nothing", async () => {
    await scratch.read("CREATE user:ada");
    const errors: Error[] = [];
    scratch.db.on("error", (error) => errors.push(error));
    const onProgress = (): void => {
      throw new RangeError("oops");
    };
    const text = await scratch.db.export({ onProgress });
    expect(text).toContain("user:ada");
    await (await elsewhere()).import(text, { onProgress });
    expect(errors.length).toBeGreaterThan(0);
    expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(["RangeError"]));
  });
}
