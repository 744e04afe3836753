import { runInNewContext } from "node:vm";
import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  EncodeError,
  equals,
  FileRef,
  Float,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  Range,
  RecordId,
  ServerError,
  Table,
  Uuid,
} from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";

const box = (): GeometryLine =>
  new GeometryLine(new GeometryPoint(0, 0), new GeometryPoint(0, 1), new GeometryPoint(1, 1), new GeometryPoint(0, 0));
const uuid = "018f4d3c-89ab-7def-8123-456789abcdef";

/** Every type of value, by what SurrealDB itself says of it and by what comes back. */
export function valueCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  describe("both ways", () => {
    it.each<[name: string, value: unknown, type: string]>([
      ["true", true, "bool"],
      ["zero", 0, "int"],
      ["the largest safe number", Number.MAX_SAFE_INTEGER, "int"],
      ["the largest integer", 2n ** 63n - 1n, "int"],
      ["the smallest integer", -(2n ** 63n), "int"],
      ["a fraction", 0.1, "float"],
      ["text with a NUL and an emoji", "a\u0000b 🚀", "string"],
      ["empty text", "", "string"],
      ["bytes", new Uint8Array([0, 127, 255]), "bytes"],
      ["a list", [1, "two", [3]], "array"],
      ["an object", { a: { b: [{ c: null }] } }, "object"],
      ["a set", new Set([1, 2, 3]), "set"],
      ["a Decimal", Decimal.parse("1.10"), "decimal"],
      ["a Datetime with nanoseconds", Datetime.parse("2024-02-29T12:00:00.123456789Z"), "datetime"],
      ["a Duration", Duration.parse("1h30m5ns"), "duration"],
      ["a Uuid", Uuid.parse(uuid), "uuid"],
      ["a RecordId", new RecordId("user", "ada"), "record"],
      ["a RecordId with a list", new RecordId("user", ["a", 1, null]), "record"],
      ["a RecordId with an object", new RecordId("user", { a: 1 }), "record"],
      ["a Table", new Table("user"), "table"],
      ["a Range", new Range(new BoundIncluded(1), new BoundExcluded(5)), "range"],
      ["an open Range", new Range(undefined, undefined), "range"],
      ["a point", new GeometryPoint(8.5, 47.4), "geometry<point>"],
      ["a line", box(), "geometry<line>"],
      ["a polygon", new GeometryPolygon(box()), "geometry<polygon>"],
      ["points", new GeometryMultiPoint(new GeometryPoint(1, 2)), "geometry<multipoint>"],
      ["lines", new GeometryMultiLine(box()), "geometry<multiline>"],
      ["polygons", new GeometryMultiPolygon(new GeometryPolygon(box())), "geometry<multipolygon>"],
      ["a collection", new GeometryCollection(new GeometryPoint(1, 2), box()), "geometry<collection>"],
      ["a file", new FileRef("bucket", "/a/b.txt"), "file"],
    ])("%s comes back as it went", async (_name, value, type) => {
      const [kind, back] = await run(scratch.db.query("RETURN type::of($value); RETURN $value", { value }));
      expect(kind).toBe(type);
      expect(equals(back, value), `${String(back)} is ${String(value)}`).toBe(true);
    });

    it("whole numbers are integers, Float makes a float, -0 and what is no number stay", async () => {
      const value = {
        int: 5,
        float: new Float(5),
        negativeZero: -0,
        nan: Number.NaN,
        infinite: Number.NEGATIVE_INFINITY,
      };
      const sql = "RETURN [type::of($value.int), type::of($value.float)]; RETURN $value";
      const [kinds, back] = await run(scratch.db.query(sql, { value }));
      expect(kinds).toEqual(["int", "float"]);
      expect(back).toMatchObject({ int: 5, nan: Number.NaN, infinite: Number.NEGATIVE_INFINITY });
      expect(Object.is((back as { negativeZero: number }).negativeZero, -0)).toBe(true);
    });

    it("a float of 2^53 and more goes back as it came", async () => {
      await scratch.read("CREATE planet:1 SET mass = 5.972e24f, int = 9007199254740993");
      const row = await scratch.db.select<{ mass: number; int: bigint }>("planet:1");
      await run(scratch.db.update("planet:1", { ...row }));
      const sql = "RETURN [type::of(planet:1.mass), planet:1.mass = 5.972e24f, type::of(planet:1.int), planet:1.int]";
      expect(await scratch.value(sql)).toEqual(["float", true, "int", 9007199254740993n]);
    });

    it("a whole float becomes an integer when it is written back, and with floats: keep it does not", async () => {
      for (const [floats, type, half] of [
        ["number", "int", 1],
        ["keep", "float", 1.5],
      ] as const) {
        const db = await scratch.another({ floats });
        await db.query("CREATE sensor:1 SET reading = 3f, list = [1f, 2], half = 0.5").first();
        const row = await db.select<{ reading: number; half: number }>("sensor:1");
        expect([typeof row?.reading, typeof row?.half]).toEqual([floats === "keep" ? "object" : "number", "number"]);
        expect(Number(row?.reading) + 1).toBe(4);
        // The server leaves a record alone whose content is equal, as 3 and 3f are.
        await run(db.update("sensor:1", { ...row, changed: true }));
        const read = db.query(
          "RETURN [type::of(sensor:1.reading), type::of(sensor:1.list[0]), type::of(sensor:1.list[1])]; RETURN sensor:1.reading / 2; DELETE sensor",
        );
        const [types, halved] = await run(read);
        expect(types).toEqual([type, type, "int"]);
        expect(Number(halved)).toBe(half);
      }
    });

    it("a variable that was set as a float stays one, in every statement and transaction", async () => {
      await scratch.db.let("reading", new Float(3));
      expect(await scratch.db.query("RETURN type::of($reading)").first()).toBe("float");
    });

    it("dates, maps, sets and bytes of another realm go as those of this one", async () => {
      const realm = runInNewContext("({ Object, Date, Map, Set, Uint8Array })") as typeof globalThis;
      const value = new realm.Object() as Record<string, unknown>;
      value.at = new realm.Date(1500);
      value.map = new realm.Map([["a", 1]]);
      value.set = new realm.Set([1]);
      value.bytes = new realm.Uint8Array([1]);
      expect(value).not.toBeInstanceOf(Object);
      const back = await scratch.db.query("RETURN $value", { value }).first();
      expect(back).toEqual({
        at: new Datetime(1, 500_000_000),
        map: { a: 1 },
        set: new Set([1]),
        bytes: new Uint8Array([1]),
      });
    });

    it("a NUL character in a text is stored", async () => {
      await run(scratch.db.create("user:1", { name: "a\u0000b" }));
      expect(await scratch.value("RETURN user:1.name")).toBe("a\u0000b");
    });

    it("a text of three million characters is stored and read", async () => {
      const text = "0123456789".repeat(300_000);
      await run(scratch.db.create("user:1", { text }));
      expect(await scratch.value("RETURN user:1.text = $text; RETURN user:1.text", { text })).toBe(true);
      expect((await scratch.db.select<{ text: string }>("user:1"))?.text).toBe(text);
    });

    it("a Date goes as a datetime and comes back as one", async () => {
      const date = new Date("2024-02-29T12:00:00.123Z");
      const back = await scratch.db.query("RETURN $date", { date }).first();
      expect(back).toBeInstanceOf(Datetime);
      expect((back as Datetime).toDate()).toEqual(date);
    });

    it("an object's keys touch no prototype", async () => {
      const value = JSON.parse('{ "__proto__": { "polluted": true }, "constructor": 1 }') as object;
      const back = await scratch.db.query("RETURN $value", { value }).first();
      expect(Object.keys(back as object).sort()).toEqual(["__proto__", "constructor"]);
      expect((back as { polluted?: boolean }).polluted).toBeUndefined();
    });
  });

  describe("NONE and NULL", () => {
    it("undefined is NONE and null is NULL, at any depth", async () => {
      const value = { none: undefined, null: null, list: [undefined, null] };
      const sql =
        "RETURN [type::of($value.none), type::of($value.null), type::of($value.list[0]), type::of($value.list[1])]";
      expect(await scratch.db.query(sql, { value }).first()).toEqual(["none", "null", "none", "null"]);
    });

    it("reading, changing and writing back keeps NULL fields", async () => {
      await scratch.read(
        "CREATE user:1 SET gone = NULL, deep = { gone: NULL, list: [NULL] }, zero = 0, empty = '', no = false",
      );
      const row = await scratch.db.select<Record<string, unknown>>("user:1");
      await run(scratch.db.update("user:1", { ...row, n: 1 }));
      expect(await scratch.value("SELECT * FROM ONLY user:1")).toEqual({
        id: new RecordId("user", 1),
        gone: null,
        deep: { gone: null, list: [null] },
        zero: 0,
        empty: "",
        no: false,
        n: 1,
      });
    });

    it("an optional field takes undefined and refuses null", async () => {
      await scratch.read("DEFINE TABLE user SCHEMAFULL; DEFINE FIELD nick ON user TYPE option<string>");
      expect(await run(scratch.db.create("user:1", { nick: undefined }))).toStrictEqual({
        id: new RecordId("user", 1),
      });
      const error = await raised(() => scratch.db.create("user:2", { nick: null }));
      expect(error).toBeInstanceOf(ServerError);
      expect(error.message).toContain("nick");
      expect(await scratch.value("RETURN count(SELECT id FROM user)")).toBe(1);
    });

    it("merging undefined takes a field away", async () => {
      await scratch.read("CREATE user:1 SET a = 1, b = 2");
      expect(await run(scratch.db.merge("user:1", { a: undefined }))).toStrictEqual({
        id: new RecordId("user", 1),
        b: 2,
      });
    });
  });

  describe("sets", () => {
    it("a field of type set is read and written back", async () => {
      await scratch.read("DEFINE TABLE user SCHEMAFULL; DEFINE FIELD tags ON user TYPE set<int>");
      await run(scratch.db.create("user:1", { tags: new Set([3, 1, 2]) }));
      const row = await scratch.db.select<{ tags: Set<number> }>("user:1");
      expect(row?.tags).toEqual(new Set([1, 2, 3]));
      await run(scratch.db.update("user:1", { tags: row?.tags.add(9) }));
      expect(await scratch.value("RETURN user:1.tags")).toEqual(new Set([1, 2, 3, 9]));
    });

    it("a set without a schema stays one, and takes nothing twice", async () => {
      await run(scratch.db.create("user:1", { tags: new Set(["a"]) }));
      await scratch.read("UPDATE user:1 SET tags += 'a'");
      expect(await scratch.value("RETURN user:1.tags")).toEqual(new Set(["a"]));
    });
  });

  describe("refused before anything is sent", () => {
    it.each<[name: string, value: unknown, error: abstract new (...given: never[]) => Error]>([
      ["an integer beyond 64 bits", 2n ** 63n, RangeError],
      ["the same, deep inside", { a: [{ b: -(2n ** 63n) - 1n }] }, RangeError],
      ["a class nobody knows", new URL("https://example.org"), Error],
      ["a function", () => 1, Error],
      ["a symbol", Symbol("x"), Error],
    ])("%s", async (_name, value, kind) => {
      const error = await raised(() => scratch.db.create("trace", { value }));
      expect(error).toBeInstanceOf(kind);
      expect(error instanceof TypeError || error instanceof RangeError || error instanceof EncodeError).toBe(true);
      expect(await scratch.read("DEFINE TABLE trace; SELECT * FROM trace")).toEqual([undefined, []]);
    });

    it.each<[name: string, act: (db: Database) => unknown, place: string]>([
      ["create", (db) => db.create("trace", { address: () => 1 }), "data.address"],
      ["update", (db) => db.update("trace:1", { list: [1, Symbol("x")] }), "data.list[1]"],
      ["merge", (db) => db.merge("trace:1", { a: { "b c": () => 1 } }), 'data.a["b c"]'],
      ["insert", (db) => db.insert("trace", [{}, { n: 2n ** 64n }]), "data[1].n"],
      ["relate", (db) => db.relate("user:1", "trace", "user:2", { at: new Date(Number.NaN) }), "data.at"],
      ["query", (db) => db.query("RETURN $name", { name: { first: () => 1 } }), "$name.first"],
      ["let", (db) => db.let("name", [() => 1]), "value[0]"],
      ["run", (db) => db.run("fn::f", [1, { a: () => 1 }]), "args[1].a"],
    ])("%s tells the place in the words of the caller", async (_name, act, place) => {
      const error = await raised(() => act(scratch.db));
      expect(error.message.startsWith(`The value at ${place} is `), error.message).toBe(true);
      expect((error as Error & { path?: string }).path).toBe(place);
    });

    it("a value that is nested deeper than every server reads, while what all of them read arrives", async () => {
      const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
      for (const levels of [88, 100]) {
        const error = await raised(() => scratch.db.query("RETURN $deep", { deep: nested(levels) }));
        expect(error).toBeInstanceOf(EncodeError);
        expect(error).toMatchObject({ outcome: "not_sent" });
      }
      const deep = [nested(85), new RecordId("user", 1)];
      expect(await scratch.db.query("RETURN $deep", { deep }).first()).toEqual(deep);
    });

    it("a value that contains itself", async () => {
      const loop: { self?: unknown } = {};
      loop.self = loop;
      const error = await raised(() => scratch.db.query("RETURN $loop", { loop }));
      expect(error instanceof TypeError || error instanceof RangeError || error instanceof EncodeError).toBe(true);
      expect(await scratch.db.query("RETURN 1").first()).toBe(1);
    });
  });

  it.each(["1h30m", "1y", "90s", "1us", "1µs", "5ns", "1w2d"])(
    "the duration %s means what the server takes it for",
    async (text) => {
      expect(equals(await scratch.value(`RETURN ${text}`), Duration.parse(text))).toBe(true);
    },
  );

  it.each(["1.5s", "-1s", "1e3s", "1 s", "1S", ""])(
    "the duration %j is refused here as it is by the server",
    async (text) => {
      expect(await raised(() => Duration.parse(text))).toBeInstanceOf(Error);
      expect(await raised(() => scratch.db.query(`RETURN <duration> $text`, { text }))).toBeInstanceOf(Error);
    },
  );
}
