import { AsyncSurreal, type PatchOperation, RecordId, Table, type Tables } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Person {
  readonly id: RecordId<"person", string>;
  readonly name: string;
  readonly best?: RecordId<"person", string>;
  readonly friends: readonly RecordId<"person", string>[];
  readonly items: readonly { readonly quantity: number }[];
  readonly addr?: { readonly street: string; readonly geo?: { readonly lat: number } };
}

const ada = new RecordId("person", "ada");
const bob = new RecordId("person", "bob");
const nobody = new RecordId("person", "nobody");
const db = AsyncSurreal<Tables<{ person: Person }>>("mem://");

beforeAll(async () => {
  await db.use("t", "t");
  const items = [{ quantity: 1 }, { quantity: 2 }];
  await db.create(ada, { name: "Ada", best: bob, friends: [bob, nobody], items, addr: { street: "Main" } });
  await db.create(bob, { name: "Bob", best: nobody, friends: [], items: [] });
});
afterAll(() => db.close());

// Each value is assigned to the type that the compiler derives, and compared with what the database returns.
describe("the database returns what the types say of", () => {
  it("a part of an optional field: the field is there, and its end may be absent", async () => {
    const found = await db.select(bob, { fields: ["addr.geo.lat"] });
    const claimed: typeof found = { addr: { geo: { lat: undefined } } };
    expect(found).toStrictEqual(claimed);
  });

  it("a field behind a link: of a record that is not there it is absent", async () => {
    const found = await db.select("person", { fields: ["best.name"] });
    const claimed: typeof found = [{ best: { name: "Bob" } }, { best: { name: undefined } }];
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(claimed));
  });

  it("fields behind a list: lists", async () => {
    const found = await db.select(ada, { fields: ["items.quantity", "friends.name"] });
    const claimed: typeof found = { items: { quantity: [1, 2] }, friends: { name: ["Bob", undefined] } };
    expect(found).toStrictEqual(claimed);
  });

  it("a place in a list: its item, or nothing", async () => {
    const first = await db.select(ada, { fields: ["items[0]"] });
    const claimed: typeof first = { items: { quantity: 1 } };
    expect(first).toStrictEqual(claimed);
    const none = await db.select(bob, { fields: ["items[0]"] });
    expect(none).toStrictEqual({ items: undefined } satisfies typeof first);
  });

  it("fetched links: records, and nothing where there is none", async () => {
    const found = await db.select(ada, { fields: ["best", "friends"], fetch: ["best", "friends"] });
    const [best, ...others] = [found?.best, ...(found?.friends ?? [])];
    expect(best?.name).toBe("Bob");
    expect(others.map((friend) => friend?.name)).toEqual(["Bob", undefined]);
  });

  it("all of what links in a list lead to: records, and nothing where there is none", async () => {
    const found = await db.select(ada, { fields: ["friends.*"] });
    expect(found?.friends.map((friend) => friend?.name)).toEqual(["Bob", undefined]);
    const values = await db.select(ada, { value: "friends[*]" });
    expect(values?.map((friend) => friend?.name)).toEqual(["Bob", undefined]);
  });

  it("fetched links of what is read page by page", async () => {
    const names: (string | undefined)[] = [];
    for await (const { best } of db.rows("person", { fetch: ["best"] })) names.push(best?.name);
    expect(names.sort()).toEqual(["Bob", undefined]);
  });

  it("rows of a table that carries their type: parts of them, and fetched links", async () => {
    const open = AsyncSurreal("mem://");
    await open.use("t", "t");
    const people = new Table<"person", Person>("person");
    await open.insert(people, [
      { id: "ada", name: "Ada", best: bob },
      { id: "bob", name: "Bob" },
    ]);
    const [first] = await open.select(people, { fetch: ["best"], orderBy: "name" });
    expect(first?.best?.id).toEqual(bob);
    for await (const { rows } of open.watch(people, { fields: ["name"], orderBy: "name" })) {
      expect(rows).toStrictEqual([{ name: "Ada" }, { name: "Bob" }] satisfies typeof rows);
      break;
    }
    await open.close();
  });

  it("rows of another statement than the first", async () => {
    const counts: number[] = [];
    for await (const row of db.query<[string[], number[]]>("RETURN ['a']; RETURN [1, 2]").stream({ statement: 1 })) {
      counts.push(row);
    }
    expect(counts).toEqual([1, 2]);
  });

  it("a write that returns nothing, patches, or what was there before", async () => {
    const none: undefined = await db.merge(ada, { name: "Ada L." }, { return: "none" });
    expect(none).toBeUndefined();
    const all: never[] = await db.merge("person", { items: [] }, { return: "none" });
    expect(all).toEqual([]);
    const patches: PatchOperation[] | undefined = await db.merge(ada, { name: "Ada" }, { return: "diff" });
    expect(patches).toMatchObject([{ op: "change", path: "/name" }]);
    const before: Person | undefined = await db.upsert("person:new", { name: "New" }, { return: "before" });
    expect(before).toBeUndefined();
    const gone: undefined = await db.delete("person:new", { return: "after" });
    expect(gone).toBeUndefined();
    const made: undefined = await db.create("person:new", { name: "New" }, { return: "before" });
    expect(made).toBeUndefined();
    const named = await db.merge("person:new", { name: "Newer" }, { return: ["name"] });
    expect(named).toStrictEqual({ name: "Newer" } satisfies typeof named);
  });
});
