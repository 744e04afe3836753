import { createRequire } from "node:module";
import {
  BoundExcluded,
  BoundIncluded,
  Datetime,
  Decimal,
  Duration,
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
  Table,
  Uuid,
} from "@surreal-sdk/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CborCodec } from "./cbor-codec.ts";

interface NativeEngine {
  execute(frame: Uint8Array): Promise<Uint8Array>;
  free(): Promise<void>;
}

const codec = new CborCodec();
let engine: NativeEngine;

beforeAll(async () => {
  engine = await openEngine();
  await call("use", ["test", "test"]);
});
afterAll(() => engine.free());

async function openEngine(): Promise<NativeEngine> {
  const libc =
    process.platform === "linux" ? (isGlibc() ? "-gnu" : "-musl") : process.platform === "win32" ? "-msvc" : "";
  const file = `../node_modules/@surrealdb/node/dist/surrealdb-node.${process.platform}-${process.arch}${libc}.node`;
  const native = createRequire(import.meta.url)(file) as {
    SurrealNodeEngine: { connect(url: string, options: object): Promise<NativeEngine> };
  };
  return native.SurrealNodeEngine.connect("mem://", {});
}

function isGlibc(): boolean {
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime !== undefined;
}

async function call(method: string, params: unknown[]): Promise<unknown> {
  return codec.decode(await engine.execute(codec.encode({ id: "000000000000", method, params })));
}

async function query(sql: string, variables: object): Promise<unknown> {
  const [answer] = (await call("query", [sql, variables])) as [{ status: string; result: unknown }];
  if (answer.status !== "OK") throw new Error(String(answer.result));
  return answer.result;
}

const point = new GeometryPoint(1.5, -2);
const ring = new GeometryLine(point, new GeometryPoint(2, 0), new GeometryPoint(0, 1), point);
const polygon = new GeometryPolygon(ring);
const uuid = new Uuid("0189d6e3-8eac-703a-9a48-d9faa78b44b9");

describe("the real database answers with the value it was given", () => {
  it.each<[name: string, value: unknown]>([
    ["NONE", undefined],
    ["NULL", null],
    ["booleans", [true, false]],
    [
      "integers of every size",
      [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2n ** 53n, 2n ** 63n - 1n],
    ],
    ["negative integers of every size", [-1, -24, -25, -256, -257, -65_537, -(2 ** 32), -(2 ** 32) - 1, -(2n ** 63n)]],
    ["floats", [0.1, -1.5, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]],
    ["text", ["", "é世🦀", "\ufeffbom", "nul\0", "\u2028", "x".repeat(70_000)]],
    ["bytes", new Uint8Array([0, 255, 7])],
    ["a record id of text", new RecordId("a b", "c⟩`d")],
    ["record ids of other types", [1, -5, uuid, ["x", 1], { a: 1, b: "x" }].map((id) => new RecordId("t", id))],
    ["a range of record ids", new RecordId("t", new Range(new BoundIncluded(1), new BoundExcluded(3)))],
    ["a table", new Table("a table")],
    ["a uuid", uuid],
    ["a decimal", new Decimal("-12345678901234567890.12345")],
    [
      "datetimes",
      [new Datetime(1_700_000_000, 123_456_789), new Datetime(-1, 1), new Datetime(8_210_266_876_799, 999_999_999)],
    ],
    ["durations", [new Duration(0), new Duration(90), new Duration(1, 5), new Duration(2n ** 64n - 1n, 999_999_999)]],
    ["ranges", [new Range(), new Range(new BoundExcluded("a")), new Range(null, new BoundIncluded([1]))]],
    ["a float of 2^53 and more", [2 ** 53, -5.972e24, 1e300]],
    ["record ids of whole floats", [new RecordId("t", [new Float(1), { a: new Float(-2) }])]],
    ["a set", new Set([1, "b"])],
    ["a file", new FileRef("bucket", "/a.txt")],
    ["a point", point],
    ["a line", new GeometryLine(point, point)],
    ["a polygon", polygon],
    ["points", new GeometryMultiPoint(point)],
    ["lines", new GeometryMultiLine(ring)],
    ["polygons", new GeometryMultiPolygon(polygon)],
    ["a collection", new GeometryCollection(point, ring)],
    [
      "an object whose keys are names of every object",
      JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":null}'),
    ],
    ["lists in lists", [[], [[1]], [{ a: [{}] }]]],
  ])("%s", async (_name, value) => {
    expect(await query("RETURN $value", { value })).toStrictEqual(value);
  });

  it("keeps NONE, NULL and a missing key apart (G16)", async () => {
    expect(
      await query("RETURN [$v.a IS NONE, $v.b IS NULL, $v.c IS NONE, $v.b IS NONE]", { v: { a: undefined, b: null } }),
    ).toStrictEqual([true, true, true, false]);
    expect(await query("RETURN $v", { v: [undefined, null] })).toStrictEqual([undefined, null]);
  });

  it.each([
    ["a whole number", 5, "int"],
    ["a Float", new Float(5), "float"],
    ["minus zero", -0, "float"],
    ["a millisecond of today", 1_700_000_000_000, "int"],
    ["a Date", new Date(0), "datetime"],
    ["a Set", new Set([1]), "set"],
    ["a Map", new Map([["a", 1]]), "object"],
  ])("takes %s for the type it is", async (_name, value, type) => {
    expect(await query("RETURN type::of($value)", { value })).toBe(type);
  });

  it("reads a large answer", async () => {
    const rows = await query(
      "RETURN array::map(array::range(0, 5000), |$i| { i: $i, name: type::string($i), at: time::unix(), f: $i * 0.5 })",
      {},
    );
    expect(rows).toHaveLength(5000);
    expect(rows).toHaveProperty([4999, "name"], "4999");
    expect(rows).toHaveProperty([4999, "f"], 2499.5);
  });
});
