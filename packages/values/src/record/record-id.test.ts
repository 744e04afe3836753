import { describe, expect, expectTypeOf, it } from "vitest";
import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Float,
  Range,
  RecordId,
  type RecordIdValue,
  Table,
  Uuid,
} from "../index.ts";

const uuid = new Uuid("018a6680-bef9-701b-9025-e1754f296a0f");

describe("a RecordId", () => {
  it.each<[string, RecordIdValue, string]>([
    ["user", "john", "user:john"],
    ["user", 12, "user:12"],
    ["user", "12", "user:`12`"],
    ["user", -5, "user:-5"],
    ["user", -0, "user:0"],
    ["user", 2n ** 63n - 1n, "user:9223372036854775807"],
    ["user", -(2n ** 63n), "user:-9223372036854775808"],
    ["user", "", "user:``"],
    ["a:b", "c:d", "`a:b`:`c:d`"],
    ["表", "⟩", "`表`:`⟩`"],
    ["user", uuid, 'user:u"018a6680-bef9-701b-9025-e1754f296a0f"'],
    ["user", [1, null, undefined, 0.5], "user:[1, NULL, NONE, 0.5f]"],
    ["user", { b: true }, 'user:{ "b": true }'],
    ["user", new Range(new BoundIncluded(1), new BoundExcluded("a")), "user:1..a"],
    ["user", new Range(new BoundExcluded("1"), new BoundIncluded([2])), "user:`1`>..=[2]"],
    ["user", new Range(), "user:.."],
  ])("of %j and %o is %s", (table, id, text) => {
    expect(String(new RecordId(table, id))).toBe(text);
    expect(JSON.stringify([new RecordId(table, id)])).toBe(JSON.stringify([text]));
  });

  it.each<[unknown, string]>([
    [undefined, "cannot be undefined: pass a string"],
    [null, "cannot be null: pass a string"],
    [null, "To let the database choose an id, pass the Table instead"],
    [true, "cannot be a boolean: pass a string"],
    [1.5, "cannot be the number 1.5: pass an integer"],
    [Number.NaN, "cannot be the number NaN"],
    [Number.POSITIVE_INFINITY, "cannot be the number Infinity"],
    [new Uint8Array(2), "cannot be bytes: pass a string (such as hex) or a Uuid"],
    [new Set([1]), "cannot be a Set: pass an array"],
    [new Map(), "cannot be an instance of Map"],
    [new Date(0), "put it into an array"],
    [new Datetime(0), "put it into an array"],
    [new Decimal(1), "cannot be a Decimal: pass an integer or a string"],
    [new Float(1), "cannot be a Float: pass an integer or a string"],
    [new Table("b"), "the table comes first"],
    [new RecordId("a", 1), "pass its id, recordId.id"],
    [new BoundIncluded(1), "cannot be a BoundIncluded"],
    [() => 1, "cannot be a function"],
    [Symbol("a"), "cannot be a symbol"],
    [new Range(new BoundIncluded(1.5)), "cannot be the number 1.5"],
    [new Range(undefined, new BoundExcluded(new Range())), "A bound of a record range cannot be a Range itself"],
    [{ "": 1 }, "cannot contain an object with an empty key"],
    [{ a: { "": 1 }, b: 2 }, "cannot contain an object with an empty key"],
    [["a", [{ "": [] }]], "cannot contain an object with an empty key"],
    [[new Set([{ "": 1 }])], "cannot contain an object with an empty key"],
    [new Range(new BoundIncluded({ "": 1 })), "cannot contain an object with an empty key"],
    [[new Range(undefined, new BoundExcluded([{ "": 1 }]))], "cannot contain an object with an empty key"],
    [[RecordId.unchecked("a", { "": 1 })], "cannot contain an object with an empty key"],
  ])("refuses the id %o as a TypeError: %s", (id, message) => {
    expect(() => new RecordId("user", id as never)).toThrow(TypeError);
    expect(() => new RecordId("user", id as never)).toThrow(message);
  });

  it.each<[unknown, string]>([
    [2 ** 53, "pass a bigint"],
    [-(2 ** 53), "pass a bigint"],
    [1e300, "pass a bigint"],
    [2n ** 63n, "must fit into 64 bits"],
    [-(2n ** 63n) - 1n, "must fit into 64 bits"],
    ["\uDC00", "half a surrogate pair"],
  ])("refuses the id %o as a RangeError: %s", (id, message) => {
    expect(() => new RecordId("user", id as never)).toThrow(RangeError);
    expect(() => new RecordId("user", id as never)).toThrow(message);
  });

  it.each<[unknown, unknown, string]>([
    [new Table("user"), 1, "The table of a RecordId is a string, not a Table: pass table.name."],
    [
      1,
      "user",
      "The table of a RecordId is a string, not a number. Are the arguments swapped? It is new RecordId(table, id).",
    ],
    [
      [1],
      new Table("user"),
      "The table of a RecordId is a string, not an array. Are the arguments swapped? It is new RecordId(table, id).",
    ],
    [null, 1, 'The table of a RecordId is a string, not null. Pass its name, such as "user".'],
  ])("refuses the table %o with the id %o", (table, id, message) => {
    expect(() => new RecordId(table as never, id as never)).toThrow(new TypeError(message));
  });

  it("keeps its own copy of everything in its id that could change", () => {
    const bytes = new Uint8Array([1]);
    const date = new Date(5);
    const inner = { list: [1], bytes, date, set: new Set([1]) };
    const record = new RecordId("a", [inner]);
    inner.list.push(2);
    inner.set.add(2);
    bytes[0] = 9;
    date.setTime(9);
    expect(record.id).toStrictEqual([{ list: [1], bytes: new Uint8Array([1]), date: new Date(5), set: new Set([1]) }]);
    expect(() => (record.id as unknown[]).push(3)).toThrow(TypeError);
    expect(Object.isFrozen(record.id[0])).toBe(true);
  });

  it("takes -0 for 0 in the bounds of a range, and copies them", () => {
    const tags = [-0];
    const range = new Range(new BoundIncluded(-0), new BoundExcluded(tags as unknown));
    const id = new RecordId("tile", range as never);
    expect(String(id)).toBe("tile:0..[0]");
    tags.push(1);
    expect(id.id).toStrictEqual(new Range(new BoundIncluded(0), new BoundExcluded([0])));
    expect(String(new RecordId("tile", new Range(new BoundExcluded(-0), new BoundIncluded(-0))))).toBe("tile:0>..=0");
    const plain = new Range(new BoundIncluded(1), new BoundExcluded("b" as unknown));
    expect(new RecordId("tile", plain as never).id).toBe(plain);
  });

  it("takes -0 for 0 at every depth, as the float -0 is the id of another record", () => {
    const { id } = new RecordId("tile", [-0, { at: -0 }, new Set([[-0]]), new Float(-0)]);
    expect(id).toStrictEqual([0, { at: 0 }, new Set([[0]]), new Float(-0)]);
  });

  it("keeps an own key __proto__ in its id as plain data (G05)", () => {
    const record = new RecordId("a", JSON.parse('{ "__proto__": { "polluted": true } }'));
    expect(Object.keys(record.id)).toStrictEqual(["__proto__"]);
    expect((record.id as { polluted?: unknown }).polluted).toBeUndefined();
    expect(String(record)).toBe('a:{ "__proto__": { "polluted": true } }');
  });

  it("refuses an id that contains itself, in whatever it does", () => {
    const list: unknown[] = [];
    list.push(list);
    const object: Record<string, unknown> = {};
    object.self = object;
    const set = new Set<unknown>();
    set.add(set);
    for (const id of [list, object, [set]]) {
      expect(() => new RecordId("a", id)).toThrow(
        new RangeError("A record id cannot be nested deeper than 250 levels; does it contain itself?"),
      );
    }
  });

  it("takes objects without a prototype", () => {
    expect(String(new RecordId("a", Object.assign(Object.create(null), { b: 1 })))).toBe('a:{ "b": 1 }');
  });

  it.each<[RecordIdValue, RecordIdValue, boolean]>([
    [1, 1n, true],
    [1, "1", false],
    [[1, { a: 2n }], [1n, { a: 2 }], true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [uuid, new Uuid(uuid.text), true],
    [uuid, uuid.text, false],
    [new Range(new BoundIncluded(1)), new Range(new BoundIncluded(1n)), true],
    [new Range(new BoundIncluded(1)), new Range(new BoundExcluded(1)), false],
  ])("of id %o equals that of id %o: %s", (a, b, same) => {
    expect(new RecordId("t", a).equals(new RecordId("t", b))).toBe(same);
    expect(new RecordId("t", a).equals(new RecordId("u", b))).toBe(false);
  });

  it("carries its table and its id in its type", () => {
    const record = new RecordId("user", 1);
    expectTypeOf(record.table).toEqualTypeOf<"user">();
    expectTypeOf(record).toEqualTypeOf<RecordId<"user", number>>();
    expectTypeOf(new RecordId("user", "john")).toEqualTypeOf<RecordId<"user", string>>();
    expectTypeOf(new RecordId("user", ["a", 1])).toEqualTypeOf<RecordId<"user", (string | number)[]>>();
    expectTypeOf(new RecordId("user" as string, 1 as RecordIdValue)).toEqualTypeOf<RecordId>();
    expectTypeOf<ConstructorParameters<typeof RecordId<"user", null>>>().toEqualTypeOf<[table: "user", id: never]>();
    expectTypeOf(record).toExtend<RecordId>();
    expectTypeOf<RecordId<"post">>().not.toExtend<RecordId<"user">>();
    expectTypeOf<RecordId>().not.toExtend<Table>();
  });
});

describe("RecordId.parse", () => {
  it("gives the type of id that the text has", () => {
    expect(RecordId.parse("user:1").id).toBe(1);
    expect(RecordId.parse("user:`1`").id).toBe("1");
    expect(RecordId.parse("user:john")).toStrictEqual(new RecordId("user", "john"));
    expectTypeOf(RecordId.parse("user:1")).toEqualTypeOf<RecordId>();
  });

  it.each([undefined, 1, new Table("a")])("refuses %o, which is no text", (text) => {
    expect(() => RecordId.parse(text as never)).toThrow(TypeError);
  });

  it("reads an object whose keys are those of a geometry as an object", () => {
    const id = new RecordId("t", { type: "Point", coordinates: [1, 2] });
    expect(String(id)).toBe('t:{ "type": "Point", "coordinates": [1, 2] }');
    expect(RecordId.parse(String(id))).toStrictEqual(id);
  });
});
