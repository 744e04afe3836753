import type { CheckGroup } from "../harness/check.ts";
import { expectSame } from "../harness/expectation.ts";

/** A value of each kind and at each limit, as SurrealQL writes it. */
const literals: Readonly<Record<string, readonly string[]>> = {
  nothing: ["NONE", "NULL"],
  booleans: ["true", "false"],
  integers: [
    "0",
    "-1",
    "23",
    "24",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775807 - 1",
  ],
  floats: ["1f", "0.1f", "-0f", "1e-300f", "1.5f", "NaN", "math::inf"],
  decimals: ["1.50dec", "79228162514264337593543950335dec", "-0.0000000001dec"],
  text: ["''", "'a'", "'Zoë 🦀 \\u{0} line\\nbreak'", "string::repeat('ab', 40000)"],
  bytes: ['b""', 'b"00FF7F80"'],
  datetimes: ['d"2024-02-29T23:59:59.123456789Z"', 'd"1969-12-31T23:59:59.5Z"', 'd"0001-01-01T00:00:00Z"'],
  durations: ["0ns", "1ns", "1w2d3h4m5s6ms7us8ns"],
  uuids: ['u"0191e3a4-7c1b-7d2e-8f30-123456789abc"'],
  "record ids": [
    "person:1",
    "person:ada",
    "person:⟨a:b c⟩",
    "person:['a', 1, NONE]",
    "person:{ a: 1, b: [2] }",
    'person:u"0191e3a4-7c1b-7d2e-8f30-123456789abc"',
    "person:1..9",
  ],
  tables: ["type::table('person')"],
  ranges: ["1..5", "1>..=5", "'a'..", ".."],
  arrays: ["[]", "[1, 'two', [3, [4, []]], NONE]", "array::range(0, 1000)"],
  sets: ["<set> [3, 1, 2]"],
  objects: ["{}", "{ a: { b: { c: NONE } }, 'odd key ⟩': NULL, '': 1 }"],
  geometries: [
    "(1.5, -2.5)",
    "{ type: 'LineString', coordinates: [[0, 0], [1, 1]] }",
    "{ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }",
    "{ type: 'MultiPoint', coordinates: [[0, 0], [1, 1]] }",
    "{ type: 'MultiLineString', coordinates: [[[0, 0], [1, 1]]] }",
    "{ type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]]] }",
    "{ type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] }",
  ],
};

/** Values in both directions. */
export const values: CheckGroup = {
  name: "values",
  checks: Object.entries(literals).map(([kind, texts]) => ({
    name: `go both ways unchanged: ${kind}`,
    run: async (bench) => {
      const conversation = await bench.enter();
      for (const text of texts) {
        const value = await conversation.query(`RETURN ${text}`);
        // The database compares as well: two losses in opposite directions would otherwise cancel out.
        const [back, same] = (await conversation.query(`RETURN [$value, ${equality(text)}]`, { value })) as unknown[];
        expectSame(back, value, `${text}, sent back`);
        expectSame(same, true, `Whether the database takes what came back for ${text}`);
      }
    },
  })) satisfies CheckGroup["checks"],
};

/** NaN equals nothing. */
function equality(text: string): string {
  return text === "NaN" ? "<string> $value == 'NaN'" : `$value == (${text})`;
}
