import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { BoundQuery, raw, surql, tableName } from "./bound-query.ts";
import { and, eq, knn, not, or } from "./expressions.ts";
import { toStatement } from "./statement.ts";

const shown = (query: BoundQuery): [string, object] => [query.text, query.bindings];

describe("surql", () => {
  it("binds every value under a name that says its place", () => {
    const id = new RecordId("user", "x");
    expect(shown(surql`SELECT * FROM ${id} WHERE a = ${"1; DELETE user"} AND b = ${undefined}`)).toEqual([
      "SELECT * FROM $_0 WHERE a = $_1 AND b = $_2",
      { _0: id, _1: "1; DELETE user", _2: undefined },
    ]);
  });

  it("names the same query the same way every time", () => {
    const make = (): BoundQuery => surql`RETURN ${1} + ${2}`;
    expect(make().text).toBe(make().text);
    const query = make();
    expect(query.bindings).toBe(query.bindings);
  });

  it("nests fragments, and numbers their values anew", () => {
    const inner = surql`age > ${18} ${raw("AND true")}`;
    expect(shown(surql`SELECT * FROM user WHERE ${inner} LIMIT ${inner}${5}`)).toEqual([
      "SELECT * FROM user WHERE age > $_0 AND true LIMIT age > $_1 AND true$_2",
      { _0: 18, _1: 18, _2: 5 },
    ]);
  });

  it.each(["O'Hara", "`; REMOVE TABLE user", "$_0", "\u0000", "⟩", "$\u007bx}"])(
    "takes the text %j for a value",
    (text) => {
      expect(shown(surql`RETURN ${text}`)).toEqual(["RETURN $_0", { _0: text }]);
    },
  );

  it("takes an object that looks like a fragment for a value", () => {
    const fake = { text: "DELETE user", bindings: {}, parts: [{ text: "DELETE user" }] };
    expect(shown(surql`RETURN ${fake}`)).toEqual(["RETURN $_0", { _0: fake }]);
  });

  it("is a tag and no function of text", () => {
    expect(() => (surql as unknown as (text: string) => void)("SELECT 1")).toThrow(TypeError);
    expect(() => surql(["SELECT 1"] as unknown as TemplateStringsArray)).toThrow(/template tag/);
    expect(() => raw(5 as unknown as string)).toThrow(new TypeError("raw() takes a string, not number."));
  });
});

describe("a fragment of another copy of the package", () => {
  it("is part of the text here, and is bound where it was a value", async () => {
    const copy: string = "./bound-query.ts?copy";
    const other = (await import(copy)) as typeof import("./bound-query.ts");
    const foreign = other.surql`a = ${1} -- was: 2`;
    expect(other.surql).not.toBe(surql);
    expect(foreign).toBeInstanceOf(BoundQuery);
    expect(shown(surql`SELECT * FROM x WHERE ${foreign} LIMIT ${5}`)).toEqual([
      "SELECT * FROM x WHERE a = $_0 -- was: 2\n LIMIT $_1",
      { _0: 1, _1: 5 },
    ]);
    expect(and(foreign, eq("b", 2)).bindings).toEqual({ _0: 1, _1: 2 });
    expect(toStatement(foreign, { c: 3 }).bindings).toEqual({ _0: 1, c: 3 });
  });
});

describe("an escape that a template cannot have", () => {
  it.each([
    ["beside a condition", () => surql`DELETE file WHERE owner = ${1} AND path = "C:\users"`],
    ["in a text of its own", () => surql`RETURN string::matches("aa", "(a)\1")`],
    ["behind the last value", () => surql`RETURN ${1} + "\x"`],
  ])("is refused, for the text around it would be left out: %s", (_, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow("Write a backslash twice");
  });
});

describe("a condition inside of other text", () => {
  const either = or(eq("a", 1), eq("b", 2));

  it.each<[string, BoundQuery, string]>([
    ["an or() beside AND", surql`x WHERE ${either} AND c = ${3}`, "x WHERE ((a = $_0) OR (b = $_1)) AND c = $_2"],
    ["a comparison behind !", surql`!${eq("a", 1)}`, "!(a = $_0)"],
    ["a comparison that is compared", surql`${eq("a", 1)} = ${true}`, "(a = $_0) = $_1"],
    ["nearness", surql`${knn("v", [1], 2)} AND a`, "(v <|2,EUCLIDEAN|> $_0) AND a"],
    ["a negation, which binds closest", surql`${not(eq("a", 1))} = true`, "!(a = $_0) = true"],
    ["and() of one", surql`!${and(eq("a", 1))}`, "!(a = $_0)"],
    ["or() of one text", surql`${or(surql`a OR b -- c`)} AND d`, "(a OR b -- c\n) AND d"],
    ["nothing else", surql` ${either} `, "(a = $_0) OR (b = $_1)"],
    ["a name of its own", surql`${surql`${either}`} AND c`, "((a = $_0) OR (b = $_1)) AND c"],
  ])("keeps its meaning: %s", (_, query, text) => {
    expect(query.text).toBe(text);
  });

  it("fragments of text are put in as they are", () => {
    expect(surql`SELECT * FROM a ${raw("ORDER BY")} ${surql`b OR c`}`.text).toBe("SELECT * FROM a ORDER BY b OR c");
  });
});

describe("a comment at the end of a fragment", () => {
  it("ends with the fragment", () => {
    const old = surql`a = ${1} -- was: 2`;
    expect(surql`SELECT * FROM x WHERE ${old} LIMIT 5`.text).toBe("SELECT * FROM x WHERE a = $_0 -- was: 2\n LIMIT 5");
    expect(and(old, eq("b", 1)).text).toBe("(a = $_0 -- was: 2\n) AND (b = $_1)");
    expect(surql`SELECT * FROM x WHERE ${raw("a -- b")} AND c`.text).toBe("SELECT * FROM x WHERE a -- b\n AND c");
    expect(surql`${raw("a # b")} c ${raw("'-- d'")} e ${raw("f // g\n")} h`.text).toBe("a # b\n c '-- d' e f // g\n h");
    expect(surql`${surql`a /* b */`} c ${surql`'-- d'`} e`.text).toBe("a /* b */ c '-- d' e");
  });
});

describe("a value in quotes", () => {
  it.each([
    ["'", () => surql`SELECT * FROM user WHERE name = '${"Ada"}'`],
    ['"', () => surql`RETURN "Hello ${"Ada"}"`],
    ["`", () => surql`SELECT \`${"name"}\` FROM user`],
    ["⟨", () => surql`SELECT ⟨${"name"}⟩ FROM user`],
  ])("is refused, for it would be text: %s", (_, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow("Leave the quotes out");
  });

  it("is none behind the quotes, in a comment, or behind a regular expression with a quote in it", () => {
    expect(surql`RETURN 'it\\'s' + ${"Ada"} -- it's ${1}`.bindings).toEqual({ _0: "Ada", _1: 1 });
    expect(surql`RETURN a = /it's/ AND b = ${"Ada"}`.bindings).toEqual({ _0: "Ada" });
  });
});

describe("fragments inside of fragments", () => {
  it("are not copied: so many levels and so many conditions cost what they are", () => {
    let nested = surql`a`;
    for (let level = 0; level < 10_000; level += 1) nested = surql`${nested}${level}`;
    expect(Object.keys(nested.bindings)).toHaveLength(10_000);
    const ids = Array.from({ length: 10_000 }, (_, id) => eq("id", id));
    const visits = { texts: 0, values: 0 };
    or(...ids).visit({
      text: () => {
        visits.texts += 1;
      },
      value: () => {
        visits.values += 1;
      },
    });
    expect(visits).toEqual({ texts: 5 * 10_000 - 1, values: 10_000 });
  });
});

describe("names in the text", () => {
  it("a table needs a name", () => {
    expect(tableName("a-b")).toBe("`a-b`");
    expect(() => tableName("")).toThrow(expect.objectContaining({ name: "InvalidTableError" }));
  });
});

it("joins ten thousand conditions in one pass", () => {
  const conditions = Array.from({ length: 10_000 }, (_, index) => eq("id", index));
  const { text, bindings } = surql`SELECT * FROM t WHERE ${or(...conditions)}`;
  expect(Object.keys(bindings)).toHaveLength(10_000);
  expect(text).toContain("(id = $_9998) OR (id = $_9999)");
});
