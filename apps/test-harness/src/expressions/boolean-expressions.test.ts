import fc from "fast-check";
import {
  AsyncSurreal,
  and,
  between,
  type Condition,
  eq,
  exact,
  gt,
  inside,
  lte,
  ne,
  not,
  or,
  surql,
} from "surreal-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";

/** A record as JavaScript and the database see it. */
interface Row {
  readonly n: number;
  readonly a: number;
  readonly b: boolean;
  readonly c: boolean;
}

/** An expression for the database, and what it means. */
interface Meaning {
  readonly condition: Condition;
  readonly holds: (row: Row) => boolean;
}

const rows: readonly Row[] = Array.from({ length: 16 }, (_, n) => ({
  n,
  a: n >> 2,
  b: (n & 1) === 1,
  c: (n & 2) === 2,
}));

const small = fc.integer({ min: 0, max: 3 });
const leaf: fc.Arbitrary<Meaning> = fc.oneof(
  small.map((a) => ({ condition: eq("a", a), holds: (row: Row) => row.a === a })),
  small.map((a) => ({ condition: ne("a", a), holds: (row: Row) => row.a !== a })),
  small.map((a) => ({ condition: gt("a", a), holds: (row: Row) => row.a > a })),
  small.map((a) => ({ condition: lte(surql`a + ${1}`, a), holds: (row: Row) => row.a + 1 <= a })),
  small.map((a) => ({ condition: eq("a", surql`${a} - ${1}`), holds: (row: Row) => row.a === a - 1 })),
  small.map((a) => ({ condition: inside("a", [a, 3]), holds: (row: Row) => row.a === a || row.a === 3 })),
  fc.tuple(small, small).map(([low, high]) => ({
    condition: between("a", low, high),
    holds: (row: Row) => low <= row.a && row.a <= high,
  })),
  fc.boolean().map((b) => ({ condition: eq("b", b), holds: (row: Row) => row.b === b })),
  fc.constant({ condition: surql`b OR c`, holds: (row: Row) => row.b || row.c }),
  fc.constant({ condition: surql`c -- and only that`, holds: (row: Row) => row.c }),
);

type Build = (inner: fc.Arbitrary<Meaning>) => fc.Arbitrary<Meaning>;
const pairs: (make: (x: Meaning, y: Meaning) => Meaning) => Build = (make) => (inner) =>
  fc.tuple(inner, inner).map(([x, y]) => make(x, y));

const builds: readonly Build[] = [
  (inner) =>
    fc.array(inner, { maxLength: 4 }).map((all) => ({
      condition: and(...all.map(({ condition }) => condition)),
      holds: (row) => all.every(({ holds }) => holds(row)),
    })),
  (inner) =>
    fc.array(inner, { maxLength: 4 }).map((all) => ({
      condition: or(...all.map(({ condition }) => condition), false, undefined),
      holds: (row) => all.some(({ holds }) => holds(row)),
    })),
  (inner) => inner.map(({ condition, holds }) => ({ condition: not(condition), holds: (row) => !holds(row) })),
  (inner) =>
    fc.tuple(inner, fc.boolean()).map(([{ condition, holds }, wanted]) => ({
      condition: exact(condition, wanted),
      holds: (row) => holds(row) === wanted,
    })),
  pairs((x, y) => ({
    condition: ne(x.condition, y.condition),
    holds: (row) => x.holds(row) !== y.holds(row),
  })),
];
/** What a user writes around expressions by hand. Fragments of text are put in as they are: only expressions stand here. */
const templates: readonly Build[] = [
  pairs((x, y) => ({
    condition: surql`${and(x.condition, true_)} AND ${or(y.condition, false_)}`,
    holds: (row) => x.holds(row) && y.holds(row),
  })),
  pairs((x, y) => ({
    condition: surql`${or(x.condition)} AND ${and(y.condition)}`,
    holds: (row) => x.holds(row) && y.holds(row),
  })),
  pairs((x, y) => ({
    condition: surql`${or(x.condition, false_)} OR ${and(y.condition, true_)} AND b = ${true}`,
    holds: (row) => x.holds(row) || (y.holds(row) && row.b),
  })),
  (inner) =>
    inner.map(({ condition, holds }) => ({
      condition: surql`!${or(false_, condition)}`,
      holds: (row) => !holds(row),
    })),
  (inner) =>
    inner.map(({ condition, holds }) => ({
      condition: surql`${and(true_, condition)} = ${true}`,
      holds,
    })),
];
const true_ = eq("a", surql`a`);
const false_ = ne("a", surql`a`);

const { meaning } = fc.letrec<{ meaning: Meaning }>((tie) => ({
  meaning: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    ...[...builds, ...templates].map((build) => build(tie("meaning"))),
  ),
}));

const db = AsyncSurreal("mem://");
beforeAll(async () => {
  await db.use("test", "test");
  await db.insert("row", rows);
});
afterAll(() => db.close());

const numbers = (found: readonly { readonly n: number }[]): number[] =>
  found.map(({ n }) => n).sort((left, right) => left - right);

it("expressions mean to the database what they mean in JavaScript, however they are put together", async () => {
  await fc.assert(
    fc.asyncProperty(meaning, async ({ condition, holds }) => {
      const found = await db.select<Row, "n">("row", { where: condition, fields: ["n"] });
      expect(numbers(found), condition.text).toEqual(numbers(rows.filter(holds)));
    }),
    { numRuns: 300 },
  );
}, 60_000);

it("a delete takes what the whole condition says, and no more", async () => {
  await db.insert("gone", rows);
  const either = or(eq("a", 1), eq("b", true));
  const gone = await db.query<[Row[]]>(surql`DELETE gone WHERE ${either} AND c = ${true} RETURN BEFORE`).first();
  expect(numbers(gone)).toEqual(numbers(rows.filter(({ a, b, c }) => (a === 1 || b) && c)));
});

it("an index is used for a condition in parentheses", async () => {
  await db.query("DEFINE INDEX by_n ON row FIELDS n");
  const plan = await db.query(surql`SELECT * FROM row WHERE ${eq("n", 1)} EXPLAIN`).first();
  expect(JSON.stringify(plan)).toContain("by_n");
});

it("a path names a place in a list, not a field of that name", async () => {
  await db.query("CREATE post:1 SET tags = ['x', 'y']; CREATE post:2 SET tags = ['y']");
  const first = await db.select<{ readonly tags: unknown }>("post", {
    where: eq("tags[0]", "x"),
    fields: ["tags[0]"],
    orderBy: "tags[0] DESC",
  });
  expect(first).toEqual([{ tags: "x" }]);
  expect(await db.select("post", { where: ne("tags[$]", "y") })).toEqual([]);
});
