import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyKey } from "../../test/any-value.ts";
import { hostileName } from "../../test/hostile-names.ts";
import { RealParser } from "../../test/real-parser.ts";
import { canonical, wireOf } from "../../test/wire-of.ts";
import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
  equals,
  Float,
  GeometryPoint,
  GeometryPolygon,
  InvalidRangeError,
  InvalidRecordIdError,
  Range,
  RecordId,
  Uuid,
} from "../index.ts";

const uuid = new Uuid("018f9a1c-7c3a-7b7e-8000-000000000000");
const anyRecordId = fc.tuple(hostileName, anyKey).map(([table, key]) => new RecordId(table, key as string));
const wire = (value: unknown) => canonical(wireOf(value));

describe("the text of a record id", () => {
  it("reads back as the same id, for 6,000 ids of every form", () => {
    for (const id of fc.sample(anyRecordId, { numRuns: 6_000, seed: 20_261_129 })) {
      const text = String(id);
      const read = RecordId.parse(text);
      // `equals` takes 1 and 1f for the same; as ids they are two records.
      if (!equals(read, id) || wire(read) !== wire(id)) expect.fail(`${text} was read as ${read}`);
      expect(JSON.parse(JSON.stringify([id]))).toStrictEqual([text]);
    }
  }, 120_000);

  it.each<[string, unknown]>([
    ["user:john", "john"],
    ["user:1", 1],
    ["user:01", 1],
    [`user:${"0".repeat(100)}7`, 7],
    ["user:-5", -5],
    ["user:9007199254740993", 9007199254740993n],
    ["user:`1`", "1"],
    ["user:1e5", "1e5"],
    ["user:8424486b85b3448ac8d51cbe", "8424486b85b3448ac8d51cbe"],
    ["user:NONE", "NONE"],
    ["user:⟨a b⟩", "a b"],
    ["user:`a\\`\\\\\\n\\u{27E9}\\u0041`", "a`\\\n⟩A"],
    ["user:⟨a\\⟩b⟩", "a⟩b"],
    ["user:``", ""],
    ["user:u'018f9a1c-7c3a-7b7e-8000-000000000000'", uuid],
    ['user:u"018F9A1C-7c3a-7b7e-8000-000000000000"', uuid],
    ["user:[]", []],
    ["user:[ 1 , 'a',]", [1, "a"]],
    ["user:[s'a', \"it's\", NONE, NULL, true, false]", ["a", "it's", undefined, null, true, false]],
    [
      "user:[1.5f, 1.5, 2f, 1e3, NaN, -Infinity, 1.5dec]",
      [1.5, 1.5, new Float(2), new Float(1000), Number.NaN, Number.NEGATIVE_INFINITY, new Decimal("1.5")],
    ],
    [
      "user:[d'2024-01-01T00:00:00.5Z', 1h30m, 1µs, b\"0aFF\"]",
      [
        new Datetime(1_704_067_200, 500_000_000),
        new Duration(5400n),
        Duration.fromMicroseconds(1),
        new Uint8Array([10, 255]),
      ],
    ],
    [
      "user:[other:1, r'other:⟨a b⟩', other:1..5]",
      [
        new RecordId("other", 1),
        new RecordId("other", "a b"),
        new RecordId("other", new Range(new BoundIncluded(1), new BoundExcluded(5))),
      ],
    ],
    ["user:[{,}, {1,}, {1, 'b'}, <set>[]]", [new Set(), new Set([1]), new Set([1, "b"]), new Set()]],
    [
      "user:[(1, 2.5), (1), 1..=2]",
      [new GeometryPoint(1, 2.5), 1, new Range(new BoundIncluded(1), new BoundIncluded(2))],
    ],
    ["user:{ a: 1, 'b c': { `d`: [], 5: 2 } }", { a: 1, "b c": { d: [], 5: 2 } }],
    ["user:{  }", {}],
    ["user:{ __proto__: 1 }", JSON.parse('{ "__proto__": 1 }')],
    ["user:{ type: 'Point', coordinates: [1, 2] }", { type: "Point", coordinates: [1, 2] }],
    ["user:[{ coordinates: [1, 2], type: 'Point' }]", [{ type: "Point", coordinates: [1, 2] }]],
    [
      "user:[{ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }]",
      [
        GeometryPolygon.fromCoordinates([
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ]),
      ],
    ],
    ["user:1..5", new Range(new BoundIncluded(1), new BoundExcluded(5))],
    ["user:`1`>..=[2, ..]", new Range(new BoundExcluded("1"), new BoundIncluded([2, new Range()]))],
    ["user:-7..", new Range(new BoundIncluded(-7))],
    ["user:..=a", new Range(undefined, new BoundIncluded("a"))],
    ["user:..", new Range()],
  ])("%s has the id %o", (text, id) => {
    expect(RecordId.parse(text)).toStrictEqual(new RecordId("user", id as string));
  });

  it.each([
    ["`a b`:1", "a b"],
    ["⟨a:b⟩:1", "a:b"],
    ["1a:1", "1a"],
    ["`12`:1", "12"],
    ["select:1", "select"],
    ["``:1", ""],
  ])("%s has the table %s", (text, table) => {
    expect(RecordId.parse(text)).toStrictEqual(new RecordId(table, 1));
  });

  it.each([
    "user",
    "",
    ":",
    "user:",
    ":john",
    "a:b:c",
    "http://x",
    "https://example.com/a",
    "10:30",
    "user::1",
    "user:john-doe",
    "user:018f9a1c-7c3a-7b7e-8000-000000000000",
    "user:ada@example.com",
    "user:1.5",
    "user:a b",
    "user: john",
    " user:john",
    "user:john ",
    "user:é",
    "é:x",
    "my-table:x",
    "user:1;",
    "user:1; REMOVE TABLE user",
    "user:1 -- x",
    "user:'x'",
    "user:$x",
    "user:(1)",
    "user:`a",
    "user:`a`b",
    "user:`\\a`",
    "user:`\\u{110000}`",
    "user:[1",
    "user:[1,,2]",
    "user:[1+1]",
    "user:[time::now()]",
    "user:[abc]",
    "user:[x'a']",
    "user:[b'0']",
    "user:[9223372036854775808]",
    "user:[/re/]",
    "user:[{1}]",
    "user:[{ a: 1, 2 }]",
    "user:{,}",
    "user:{ a }",
    "user:1...5",
    "user:1 .. 5",
    "user:>..5",
    "user:d'2024-01-01T00:00:00Z'",
    `user:${"[".repeat(300)}${"]".repeat(300)}`,
  ])("refuses %j, which could mean several things", (text) => {
    expect(() => RecordId.parse(text)).toThrow(InvalidRecordIdError);
    expect(() => RecordId.parse(text)).toThrow("could mean several things: pass new RecordId(table, id)");
  });

  it.each<[string, string]>([
    ["user:`\\u{D800}`", "half a surrogate pair"],
    ["user:[u'1']", '"1" is not a UUID'],
    ["user:[{ type: 'Point', coordinates: [1] }]", "[longitude, latitude]"],
    ['user:{ "": 1 }', "cannot contain an object with an empty key"],
    ['user:1..[{ a: { "": 1 } }]', "cannot contain an object with an empty key"],
  ])("refuses %j with the reason", (text, reason) => {
    expect(() => RecordId.parse(text)).toThrow(InvalidRecordIdError);
    expect(() => RecordId.parse(text)).toThrow(`names no record: `);
    expect(() => RecordId.parse(text)).toThrow(reason);
  });

  it.each([
    ["user:1..=", "includes an end that is missing"],
    ["user:1..5..6", "is not a plain range"],
    ["user:[1..=]", "includes an end that is missing"],
    ["user:[1..2..3]", "is not a plain range"],
  ])("refuses %j as a range: it %s", (text, fault) => {
    expect(() => RecordId.parse(text)).toThrow(
      new InvalidRangeError(`"${text}" ${fault}: pass new RecordId(table, new Range(begin, end)).`),
    );
  });

  it.each(["rand", "ulid", "uuid"])("refuses user:%s(), which names another record each time", (generator) => {
    expect(() => RecordId.parse(`user:${generator}()`)).toThrow(
      new InvalidRecordIdError(
        `"user:${generator}()" makes a new id each time, so it names no record: pass new Table("user") to create a record whose id the database chooses, or new RecordId("user", Uuid.v7()).`,
      ),
    );
  });

  it("keeps the cause of what a value in it is refused for", () => {
    const refused = () => RecordId.parse("user:[d'2024-02-30']");
    expect(refused).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ name: "InvalidDatetimeError" }) }),
    );
  });

  it("is read in time that grows with its length alone", () => {
    expect(RecordId.parse(`a:\`${"\\`".repeat(500_000)}\``).id).toHaveLength(500_000);
    expect(RecordId.parse(`a:[${"b:1, ".repeat(100_000)}]`).id).toHaveLength(100_000);
    expect(() => RecordId.parse(`a:[${"1".repeat(1_000_000)}]`)).toThrow(InvalidRecordIdError);
    expect(() => RecordId.parse(`a:${"1".repeat(1_000_000)}`)).toThrow("does not fit into 64 bits");
  });
});

describe("the text of a record id, beside the real database", () => {
  let parser: RealParser;
  beforeAll(async () => {
    parser = await RealParser.open();
  });
  afterAll(() => parser.close());

  it("is read by the database as the same id, and what the database writes is read here", async () => {
    for (const id of fc.sample(anyRecordId, { numRuns: 1500, seed: 7 })) {
      expect(canonical(await parser.evaluate(String(id)))).toBe(wire(id));
      const theirs = (await parser.evaluate(`<string> ${id}`)) as string;
      if (!isLossy(id)) expect([theirs, wire(RecordId.parse(theirs))]).toStrictEqual([theirs, wire(id)]);
    }
  }, 120_000);

  it.each([
    "user:john",
    "user:01",
    "user:-5",
    "user:⟨x-1⟩",
    "user:u'018f9a1c-7c3a-7b7e-8000-000000000000'",
    "user:[1.5, 'a', d'2024-01-01T00:00:00Z', {,}, { b: 1, a: 1h }, (1, 2), 1..=2, other:[1]]",
  ])("%s is what the cast to a record makes of it", async (text) => {
    const cast = await parser.evaluate(`<record> ${JSON.stringify(text)}`);
    expect(wire(RecordId.parse(text))).toBe(canonical(cast));
    expect(wire(RecordId.parse(text))).toBe(canonical(await parser.evaluate(text)));
  });
});

/** What the database writes so that another value would be read: tables, files, sets of records, ranges in ranges, geometries. */
function isLossy(value: unknown): boolean {
  return /type::|f"|<set>|\.\.|type: |object::|dec\b/.test(String(value));
}
