import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostileName } from "../test/hostile-names.ts";
import { keywords } from "../test/keywords.ts";
import { RealParser } from "../test/real-parser.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
import { quoteIdentifier, quoteText } from "./quote.ts";
import { RecordId } from "./record/record-id.ts";
import { Table } from "./table.ts";

const BATCH = 1000;
type Quote = (name: string) => string;

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());

/** The first name that does not come back from the parser as it went in, as a table, an id, a key of an object and a text. */
async function counterexample(
  names: readonly string[],
  quote: Quote,
  text: Quote = quoteText,
): Promise<string | undefined> {
  const expression = names
    .map(
      (name) =>
        `[${quote(name)}:1, t:${quote(name)}, { ${quote(name)}: 1 }, ${text(name)}, type::table(${text(name)})]`,
    )
    .join(", ");
  const expected = names.map((name) => [
    new RecordId(name, 1),
    new RecordId("t", name),
    { [name]: 1 },
    name,
    new Table(name),
  ]);
  const got = await parser.evaluate(`[${expression}]`).then(canonical, () => "refused");
  if (got === canonical(wireOf(expected))) return undefined;
  if (names.length === 1) return names[0];
  const middle = names.length >> 1;
  return (
    (await counterexample(names.slice(0, middle), quote, text)) ??
    (await counterexample(names.slice(middle), quote, text))
  );
}

describe("quoteIdentifier", () => {
  it("carries 20,000 hostile names through the real parser unchanged (I01)", async () => {
    const names = fc.sample(hostileName, { numRuns: 20_000, seed: 20_251_121 });
    for (let at = 0; at < names.length; at += BATCH) {
      expect(await counterexample(names.slice(at, at + BATCH), quoteIdentifier)).toBeUndefined();
    }
  }, 120_000);

  it.each<[string, Quote, Quote]>([
    ["no escape in ⟨…⟩", (name) => `⟨${name}⟩`, quoteText],
    ["the escape of 2.x in ⟨…⟩", (name) => `⟨${name.replaceAll("⟩", "\\⟩")}⟩`, quoteText],
    ["no escape in backticks", (name) => `\`${name}\``, quoteText],
    ["backslashes left alone", (name) => `\`${name.replaceAll("`", "\\`")}\``, quoteText],
    ["plain words never quoted", (name) => (/^\w+$/.test(name) ? name : quoteIdentifier(name)), quoteText],
    ["texts with no escape", quoteIdentifier, (name) => `"${name}"`],
  ])("would be caught by that property if it were careless: %s", async (_, quote, text) => {
    const names = fc.sample(hostileName, { numRuns: BATCH, seed: 20_251_121 });
    expect(await counterexample(names, quote, text)).toBeTypeOf("string");
  });

  it.each([
    ["user", "user"],
    ["_id2", "_id2"],
    ["", "``"],
    ["12", "`12`"],
    ["1a", "`1a`"],
    ["a b", "`a b`"],
    ["a`b\\c", "`a\\`b\\\\c`"],
    ["⟨a⟩", "`⟨a⟩`"],
    ["héllo", "`héllo`"],
    ["Select", "`Select`"],
    ["nAn", "`nAn`"],
  ])("writes %j as %s", (name, quoted) => {
    expect(quoteIdentifier(name)).toBe(quoted);
  });

  it("refuses half a surrogate pair, which would arrive as another name", () => {
    expect(() => quoteIdentifier("a\uD800")).toThrow(
      new RangeError("A name holds half a surrogate pair, which UTF-8 cannot carry: pass well-formed Unicode text."),
    );
    expect(quoteIdentifier("a😀")).toBe("`a😀`");
  });

  it("refuses what is no string", () => {
    expect(() => quoteIdentifier(null as never)).toThrow(new TypeError("A name must be a string, not null."));
  });
});

describe("a quoted name in a statement", () => {
  const spelled = keywords.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]);
  const names = [...new Set([...fc.sample(hostileName, { numRuns: 300, seed: 7 }), ...spelled, "NaN"])];

  it("is the same in an expression, keyword or not", async () => {
    expect(await counterexample(names, quoteIdentifier)).toBeUndefined();
  });

  it("names the table that is written and read", async () => {
    for (const name of names) {
      const quoted = quoteIdentifier(name);
      const rows = await parser.run(
        `DEFINE TABLE OVERWRITE ${quoted}; INSERT INTO ${quoted} { id: 1 }; SELECT VALUE id FROM ${quoted} WHERE true`,
      );
      expect(canonical(rows)).toBe(canonical(wireOf([new RecordId(name, 1)])));
    }
  });

  it("names the field that is read, within another one too", async () => {
    for (const name of names) {
      const field = quoteIdentifier(name);
      const object = `{ ${quoteText(name)}: 1, nested: { ${quoteText(name)}: 2 } }`;
      const found = await parser.evaluate(
        `[(SELECT VALUE ${field} FROM ONLY ${object}), (SELECT VALUE nested.${field} FROM ONLY ${object} WHERE ${field} = 1)]`,
      );
      expect(canonical(found), JSON.stringify(name)).toBe("[1i,2i]");
    }
  });

  it.each<[string, (name: string) => string]>([
    ["at the beginning of a statement", (name) => `${name}:1; ${name}:1`],
    [
      "behind BY",
      (name) =>
        `SELECT * FROM [{ ${name}: 1 }] ORDER BY ${name}; SELECT ${name}, count() FROM [{ ${name}: 1 }] GROUP BY ${name}`,
    ],
    ["behind ORDER and SPLIT", (name) => `SELECT * FROM [{ ${name}: 1 }] SPLIT ${name} ORDER ${name}`],
    ["behind UNSET and RETURN", (name) => `UPSERT t:1 SET ${name} = 1 RETURN ${name}; UPDATE t:1 UNSET ${name}`],
    ["in a graph path", (name) => `RELATE a:1->${name}:1->b:1; RETURN a:1->${name}->(${name} WHERE true)`],
    [
      "in a definition",
      (name) =>
        `DEFINE TABLE OVERWRITE ${name}; REMOVE TABLE ${name}; DEFINE TABLE ${name}; DEFINE FIELD x ON ${name}; REMOVE FIELD x ON ${name}`,
    ],
  ])(
    "may be any keyword %s",
    async (_, statement) => {
      for (const name of spelled) {
        await expect(parser.run(statement(quoteIdentifier(name))), name).resolves.toBeDefined();
      }
    },
    60_000,
  );
});
