import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealParser } from "../test/real-parser.ts";
import { samples } from "../test/samples.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
import * as values from "./index.ts";

let parser: RealParser;
let folder: string;
let copy: typeof values;
beforeAll(async () => {
  parser = await RealParser.open();
  folder = await mkdtemp(join(tmpdir(), "surreal-sdk-values-"));
  for (const part of ["dist", "src", "package.json"]) {
    await cp(new URL(`../${part}`, import.meta.url), join(folder, part), { recursive: true });
  }
  copy = await import(pathToFileURL(join(folder, "dist/index.js")).href);
});
afterAll(async () => {
  await parser.close();
  await rm(folder, { recursive: true });
});

type Class = { new (...parts: never[]): object; prototype: object };
const classOf = (from: typeof values, name: string) => ({ ...from })[name as "Table"] as unknown as Class;

it("exports exactly this", () => {
  expect(Object.keys(values).sort()).toStrictEqual(
    [
      ...samples.map(({ name }) => name),
      "Geometry",
      "InvalidDatetimeError",
      "InvalidDecimalError",
      "InvalidDurationError",
      "InvalidFileRefError",
      "InvalidGeometryError",
      "InvalidRangeError",
      "InvalidRecordIdError",
      "InvalidTableError",
      "InvalidUuidError",
      "InvalidValueError",
      "SurrealError",
      "VALUE_KIND",
      "d",
      "describeType",
      "equals",
      "formatPath",
      "fromGeoJson",
      "isBuiltIn",
      "isPlainObject",
      "literalsOf",
      "maskLiterals",
      "maskQuotedSource",
      "parseTarget",
      "quoteIdentifier",
      "quoted",
      "r",
      "toSurrealQL",
      "tokensOf",
      "u",
      "unquote",
      "valueKind",
      "visible",
    ].sort(),
  );
});

it.each(Object.keys(values).filter((name) => name.endsWith("Error")))(
  "%s is named after itself, a SurrealError, and sent nothing",
  (name) => {
    const Failure = { ...values }[name as "InvalidValueError"];
    const error = new Failure("no", { cause: 1 });
    expect({ name: error.name, cause: error.cause, message: error.message }).toStrictEqual({
      name,
      cause: 1,
      message: "no",
    });
    expect(error).toBeInstanceOf(values.SurrealError);
    expect(error).toBeInstanceOf(copy.SurrealError);
    if (name === "SurrealError") return;
    expect(error).toBeInstanceOf(copy.InvalidValueError);
    expect({ outcome: error.outcome, retrySafe: error.retrySafe }).toStrictEqual({
      outcome: "not_sent",
      retrySafe: true,
    });
  },
);

describe.each(samples)("$name", ({ kind, name, make, other, text, json }) => {
  it("knows its kind and its name", () => {
    const value = make(values);
    expect(values.valueKind(value)).toBe(kind);
    expect(value.constructor.name).toBe(name);
  });

  it("is an object for libraries that compare, copy and hash what they see", () => {
    // lodash, es-toolkit and fast-equals call two values different, and object-hash fails, if they do not know this text.
    expect(Object.prototype.toString.call(make(values))).toBe("[object Object]");
  });

  it("is what it says in SurrealQL and JSON", () => {
    expect(String(make(values))).toBe(text);
    expect(JSON.parse(JSON.stringify({ value: make(values) }))).toStrictEqual({ value: json });
  });

  it("cannot be changed", () => {
    const value = make(values);
    expect(Object.isFrozen(value)).toBe(true);
    for (const field of Object.values(value)) {
      if (typeof field === "object" && field !== null) expect(Object.isFrozen(field)).toBe(true);
    }
  });

  it("equals another one of the same content, and nothing else", () => {
    const value = make(values);
    expect(value.equals(make(values))).toBe(true);
    expect(values.equals([value], [make(values)])).toBe(true);
    for (const different of [other(values), undefined, null, text, json, {}, { ...value }]) {
      expect(value.equals(different)).toBe(false);
      expect(values.equals(value, different)).toBe(kind === "float" && different === 5);
    }
  });

  it("is recognised by another copy of the package, and recognises that copy's", () => {
    const theirs = make(copy);
    expect(theirs.constructor).not.toBe(classOf(values, name));
    expect(theirs).toBeInstanceOf(classOf(values, name));
    expect(make(values)).toBeInstanceOf(classOf(copy, name));
    expect(values.equals(make(values), theirs)).toBe(true);
    expect(copy.equals(theirs, other(values))).toBe(false);
    expect(values.toSurrealQL(theirs)).toBe(values.toSurrealQL(make(values)));
  });

  it("is no instance of a class that extends it, nor of any other", () => {
    const value = make(values);
    class Extended extends classOf(values, name) {}
    expect(value).not.toBeInstanceOf(Extended);
    for (const sample of samples) expect(value instanceof classOf(values, sample.name)).toBe(sample.name === name);
    expect(value instanceof values.Geometry).toBe(kind.startsWith("geometry-"));
    expect({ ...value }).not.toBeInstanceOf(classOf(values, name));
  });
});

it.each(samples.filter(({ kind }) => kind !== "table" && kind !== "future"))(
  "$name is read by the real parser as the same value",
  async ({ kind, make, text }) => {
    const expected = kind.startsWith("bound-") ? wireOf("a") : wireOf(make(values));
    expect(canonical(await parser.evaluate(text))).toBe(canonical(expected));
  },
);

it("rebuilds every value from its parts without checks, as a decoder does", () => {
  const v = values;
  const point = v.GeometryPoint.unchecked(1, 2);
  const line = v.GeometryLine.unchecked([point, point]);
  const rebuilt: [unknown, unknown][] = [
    [v.RecordId.unchecked("a", [1]), new v.RecordId("a", [1])],
    [v.Table.unchecked("a"), new v.Table("a")],
    [v.Uuid.unchecked(new Uint8Array(16).fill(171)), new v.Uuid("abababab-abab-abab-abab-abababababab")],
    [v.Decimal.unchecked("1.5"), new v.Decimal("1.5")],
    [v.Datetime.unchecked(1, 2), new v.Datetime(1, 2)],
    [v.Duration.unchecked(1n, 2), new v.Duration(1n, 2)],
    [v.Float.unchecked(1), new v.Float(1)],
    [v.FileRef.unchecked("a", "/b"), new v.FileRef("a", "b")],
    [v.Range.unchecked(new v.BoundIncluded(1), undefined), new v.Range(new v.BoundIncluded(1))],
    [point, new v.GeometryPoint(1, 2)],
    [line, new v.GeometryLine(point, point)],
    [v.GeometryPolygon.unchecked([line]), v.GeometryPolygon.unchecked([line])],
    [v.GeometryMultiPoint.unchecked([point]), new v.GeometryMultiPoint(point)],
    [v.GeometryMultiLine.unchecked([line]), new v.GeometryMultiLine(line)],
    [v.GeometryMultiPolygon.unchecked([]), new v.GeometryMultiPolygon()],
    [v.GeometryCollection.unchecked([line]), new v.GeometryCollection(line)],
    [v.Future.unchecked("1"), new v.Future("1")],
  ];
  for (const [made, expected] of rebuilt) {
    expect(made).toStrictEqual(expected);
    expect(v.equals(made, expected)).toBe(true);
    expect(Object.isFrozen(made)).toBe(true);
  }
  expect(new Set(rebuilt.map(([made]) => v.valueKind(made))).size).toBe(samples.length - 2);
});
