import { readdirSync, readFileSync } from "node:fs";
import { Table } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import type { FieldSchema, TableSchema } from "../model/schema.ts";
import { isIdRequired, isRequired } from "../model/writing.ts";
import { readSchema, type SchemaAnswers } from "./read-schema.ts";

function fixture(version: string): SchemaAnswers {
  const file = new URL(`../../fixtures/${version}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as SchemaAnswers;
}

describe("what SurrealDB 3.0 answers", () => {
  const schema = readSchema(fixture("3.0"));
  const table = (name: string): TableSchema => schema.tables.find((each) => each.name === name) as TableSchema;
  const field = (path: string): FieldSchema => {
    const [name, ...rest] = path.split("/");
    let fields = table(name as string).fields;
    let found: FieldSchema | undefined;
    for (const each of rest) {
      found = fields.find((one) => one.name === each);
      const kind = found?.kind.is === "either" ? found.kind.of.find(({ is }) => is === "object") : found?.kind;
      const inner = kind?.is === "array" ? kind.of : kind;
      fields = inner?.is === "object" ? inner.fields : [];
    }
    return found as FieldSchema;
  };

  it("is sorted by name", () => {
    const names = schema.tables.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toHaveLength(16);
    expect(
      table("person")
        .fields.map(({ name }) => name)
        .slice(0, 4),
    ).toEqual(["addr", "adult", "age", "anything"]);
  });

  it("gives comments, clauses and what it does not know", () => {
    expect(table("person").comment).toBe("Someone who uses the shop");
    expect(field("person/name")).toMatchObject({ comment: "The full name, e.g. 'Ada */ Lovelace'", isReadonly: false });
    expect(field("person/created")).toMatchObject({ value: "time::now()", isReadonly: true });
    expect(field("person/adult")).toMatchObject({ computed: "age >= 18", kind: { is: "bool" } });
    expect(field("person/best").attributes).toEqual({ reference: { on_delete: "IGNORE" } });
    expect(field("person/level")).toMatchObject({ default: "3", attributes: { default_always: true } });
  });

  it("takes rows of elements for no fields of their own", () => {
    expect(field("lists/matrix").kind).toEqual({ is: "array", of: { is: "array", of: { is: "int" } } });
    expect(field("unions/list").kind).toEqual({
      is: "either",
      of: [{ is: "array", of: { is: "int" } }, { is: "string" }],
    });
    expect(field("person/tags").kind).toEqual({ is: "set", of: { is: "string" } });
  });

  it("makes objects of nested paths: in arrays, by keys, implied, and without a type", () => {
    expect(field("lists/items").kind).toMatchObject({
      is: "array",
      of: { is: "object", fields: [{ name: "note" }, { name: "qty" }] },
    });
    expect(field("objects/dict").kind).toMatchObject({ is: "object", fields: [], values: { is: "int" } });
    expect(field("objects/implicit")).toMatchObject({
      isImplied: true,
      path: "implicit",
      kind: { fields: [{ name: "deep" }] },
    });
    expect(field("objects/loose")).toMatchObject({
      isImplied: false,
      kind: { is: "object", fields: [{ name: "inner" }] },
    });
    expect(field("person/addr/geo/lat").path).toBe("addr.geo.lat");
  });

  it("keeps odd names whole", () => {
    expect(table("odd-names").fields.map(({ name }) => name)).toEqual(["1st", "a.b", "by", "x y"]);
    expect(field("odd-names/x y/in-side").path).toBe("`x y`.`in-side`");
  });

  it("says what is open: schemaless tables, their objects, and flexible fields", () => {
    expect(table("company").isSchemafull).toBe(false);
    expect(field("company/site").kind).toMatchObject({ of: [{ is: "none" }, { is: "object", isOpen: true }] });
    expect(field("objects/free").kind).toMatchObject({ is: "object", isOpen: true, fields: [{ name: "known" }] });
    expect(field("objects/filled").kind).toMatchObject({ is: "object", isOpen: false });
  });

  it("knows views, relations and dropped tables", () => {
    expect(table("adults")).toMatchObject({
      view: "AS SELECT name, age FROM person WHERE age >= 18",
      fields: [],
    });
    expect(table("likes").relation).toEqual({ in: ["person"], out: ["person", "company"], isEnforced: true });
    expect(table("follows").relation).toEqual({ in: [], out: [], isEnforced: false });
    expect(table("person").relation).toBeUndefined();
    expect(table("log").isDropped).toBe(true);
  });

  it("has the field id only where it is defined", () => {
    const ids = schema.tables.filter(({ id }) => id !== undefined).map((each) => [each.name, isIdRequired(each)]);
    expect(ids).toEqual([
      ["company", true],
      ["package", true],
      ["person", false],
      ["ticket", true],
      ["token", true],
      ["visit", true],
    ]);
  });

  it("says which fields a new record must have", () => {
    expect(
      table("person")
        .fields.filter(isRequired)
        .map(({ name }) => name),
    ).toEqual(["addr", "friends", "name", "tags"]);
    expect(
      table("objects")
        .fields.filter(isRequired)
        .map(({ name }) => name),
    ).toEqual(["dict", "empty", "filled", "free", "implicit", "loose"]);
  });

  it("gives functions, parameters and the variables of access methods", () => {
    expect(schema.functions.map(({ name, args, returns }) => [name, args.map((arg) => arg.name), returns?.is])).toEqual(
      [
        ["fn::greet", ["name", "times"], "string"],
        ["fn::math::add", ["a", "b"], undefined],
        ["fn::tag", ["tags", "at"], "set"],
      ],
    );
    expect(schema.params.map(({ name, kind }) => [name, kind.is])).toEqual([
      ["defaults", "object"],
      ["home", "record"],
      ["limit", "int"],
      ["ratio", "float"],
    ]);
    expect(schema.accesses).toEqual([
      {
        name: "account",
        comment: "People of the shop",
        kind: "RECORD",
        signup: ["name", "pass"],
        signin: ["name", "pass"],
      },
      { name: "api", comment: undefined, kind: "BEARER", signup: undefined, signin: undefined },
      { name: "device", comment: undefined, kind: "RECORD", signup: undefined, signin: ["code", "ip"] },
    ]);
  });
});

/** The statements that the server of a version refused when the fixture was written. */
function refusedBy(version: string): readonly string[] {
  const { refused } = fixture(version) as SchemaAnswers & { readonly refused: Readonly<Record<string, string>> };
  return Object.keys(refused);
}

/** The versions whose servers were asked, besides the one that the other tests are about. */
const recorded = readdirSync(new URL("../../fixtures", import.meta.url))
  .map((name) => /^(\d+\.\d+\.\d.*)\.json$/.exec(name)?.[1])
  .filter((version) => version !== undefined);

describe("what newer servers print", () => {
  it.each(recorded)("is the same model in SurrealDB %s, where nothing was added", (version) => {
    const known = readSchema(fixture("3.0"));
    const schema = readSchema(fixture(version));
    const names = (list: readonly { name: string }[]): readonly string[] => list.map(({ name }) => name);
    const isWhole = ({ name }: TableSchema): boolean =>
      !refusedBy(version).some((statement) => new RegExp(` ON \`?${name}\`? `).test(statement));
    const tables = schema.tables.filter(({ name }) => names(known.tables).includes(name));
    expect(tables.filter(isWhole)).toEqual(known.tables.filter(isWhole));
    expect(schema.functions.filter(({ name }) => names(known.functions).includes(name))).toEqual(known.functions);
    expect(schema.params.filter(({ name }) => names(known.params).includes(name))).toEqual(known.params);
    expect(schema.accesses).toEqual(known.accesses);
  });

  it("is kept: the attributes of 3.3", () => {
    const { tables } = readSchema(fixture("3.3.5"));
    const [human, met] = ["human", "met"].map((name) => tables.find((each) => each.name === name));
    const uses = { graphql_alias: "Human", graphql_deprecated: "Use person", inline_edges_cap: 8, inline_refs_cap: 32 };
    expect(human?.attributes).toEqual(uses);
    expect(met?.fields.find(({ name }) => name === "since")?.attributes).toEqual({ inline: true });
    expect(human?.fields.map(({ name, kind, attributes }) => [name, kind.is, attributes])).toEqual([
      ["addr", "object", { flexible: true }],
      [
        "friends",
        "array",
        { reference: { on_delete: "CASCADE" }, graphql_alias: "contacts", graphql_deprecated: "Use links" },
      ],
      ["select", "int", {}],
    ]);
  });

  it("is kept: sized numbers, the parts of ids and unknown kinds of 4.0", () => {
    const { tables, functions, params } = readSchema(fixture("4.0.0-beta.1"));
    const reading = tables.find(({ name }) => name === "reading");
    expect(reading?.id?.kind).toEqual({ is: "tuple", items: [{ is: "string" }, { is: "datetime" }] });
    expect(reading?.id?.attributes.components).toMatchObject([{ name: "sensor" }, { name: "at" }]);
    expect(reading?.fields.map(({ name, kind }) => [name, kind])).toEqual([
      ["level", { is: "u8" }],
      ["offset", { is: "i16" }],
      ["ratio", { is: "f32" }],
      ["total", { is: "either", of: [{ is: "none" }, { is: "u64" }] }],
    ]);
    const half = functions.find(({ name }) => name === "fn::half");
    expect(half).toMatchObject({ args: [{ kind: { is: "u8" } }], returns: { is: "f16" } });
    expect(params.find(({ name }) => name === "most")?.kind.is).toBe("unknown");
  });

  it("names the ends of a relation by tables, which are values of the database", () => {
    const kind = { kind: "RELATION", enforced: true, in: [new Table("person")], out: [new Table("a b"), "company"] };
    const { tables } = readSchema({ database: { tables: [{ name: "likes", kind }] }, tables: {} });
    expect(tables[0]?.relation).toEqual({ in: ["person"], out: ["a b", "company"], isEnforced: true });
  });

  it("lacks what 4.0 refuses to define: fields within a field that is no object, or is not defined", () => {
    expect(refusedBy("4.0.0-beta.1").map((statement) => /FIELD (\S+( y`\S+)?)/.exec(statement)?.[1])).toEqual([
      "implicit.deep",
      "lenient.deep",
      "loose.inner",
      "`x y`.`in-side`",
    ]);
    expect(refusedBy("3.3.5")).toEqual([]);
  });

  it("is no reason to fail, whatever it is", () => {
    const odd = {
      tables: [null, 3, { name: "a", kind: 7, view: { parts: 1 } }],
      functions: [{ args: [1, ["x"]] }],
      params: "no",
    };
    const answers: SchemaAnswers = {
      database: odd,
      tables: { a: { fields: [{}, { name: 1 }, { name: "b", kind: {} }] } },
    };
    expect(readSchema(answers)).toMatchObject({
      tables: [{ name: "a", view: '{"parts":1}', fields: [{ name: "b", kind: { is: "any" } }] }],
      functions: [{ name: "fn::", args: [{ kind: { is: "unknown" } }, { name: "x" }] }],
      params: [],
    });
  });
});
