import { describe, expect, it } from "vitest";
import { Editor } from "./language-service.ts";

const program = `
import { AsyncSurreal, RecordId, Surreal, Table, type Tables, surql } from "surreal-sdk";

interface Person {
  readonly id: RecordId<"person", string>;
  name: string;
  age: number;
  employer?: RecordId<"company", string>;
  addr: { street: string; geo?: { lat: number } };
}
interface PersonInsert { id?: string; name: string; age?: number; addr: { street: string } }
interface PersonUpdate { name?: string; age?: number }
interface Company { readonly id: RecordId<"company", string>; name: string }
interface Database {
  tables: {
    person: { row: Person; insert: PersonInsert; update: PersonUpdate };
    company: { row: Company; insert: { name: string }; update: { name?: string } };
  };
  functions: { "fn::greet": { args: [name: string]; returns: string } };
}

const /*db*/db = AsyncSurreal<Database>("ws://localhost");
const ada = new RecordId("person", "ada");
const /*all*/all = await db.select("person");
const /*one*/one = await db./*select*/select(ada);
const /*some*/some = await db.select("person", { fields: ["name", "age"] });
const /*deep*/deep = await db.select("person", { fields: ["addr.geo.lat", "employer.name"] });
const /*created*/created = db.create("person", { name: "Ada", addr: { street: "Main" } });
const /*builder*/builder = db.update("person");
const /*greeting*/greeting = db.run("fn::greet", ["Ada"]);
const /*changed*/changed = db.merge(ada, { age: 5 }, { return: "diff" });
const /*live*/live = await db.live("person");
const /*tx*/tx = await db.beginTransaction();
const plain = Surreal<Database>("mem://");
const /*plain*/both = plain.select("person", { fields: ["name"] });
const /*open*/open = AsyncSurreal("ws://localhost");
const /*openRows*/openRows = await open.select<Person>("person");
const users = new /*table*/Table<"user", Person>("user");
const /*narrowed*/narrowed = await open.select(users, { fields: ["name"] });
const /*query*/query = await open.query(surql<[Person[]]>\`SELECT * FROM person\`);
`;

const mistakes = (line: string): string[] =>
  new Editor(program.replace("const ada", `const ada = new RecordId("person", "ada"); ${line}\nconst other`)).errors();

describe("an editor shows", () => {
  const editor = new Editor(program);

  it("no error in a program that is right", () => {
    expect(editor.errors()).toEqual([]);
  });

  it.each([
    ["db", "const db: AsyncWsSurrealConnection<Database>"],
    ["all", "const all: Person[]"],
    ["one", "const one: Person | undefined"],
    ["some", 'const some: Pick<Person, "name" | "age">[]'],
    [
      "deep",
      "const deep: { employer?: { name: string | undefined; } | undefined; addr: { geo?: { lat: number | undefined; } | undefined; }; }[]",
    ],
    ["created", 'const created: Crud<"async", Person, PersonInsert, never>'],
    ["builder", 'const builder: Crud<"async", Person[], PersonInsert, PersonUpdate>'],
    ["greeting", "const greeting: Promise<string>"],
    ["changed", 'const changed: Crud<"async", PatchOperation[] | undefined, PersonInsert, PersonUpdate>'],
    ["live", "const live: LiveId<Person>"],
    ["plain", 'const both: Pick<Person, "name">[]'],
    ["open", "const open: AsyncWsSurrealConnection<AnyDatabase>"],
    ["openRows", "const openRows: Person[]"],
    ["narrowed", 'const narrowed: Pick<Person, "name">[]'],
    ["query", "const query: [Person[]]"],
  ])("the type of %s as a person would write it", (mark, shown) => {
    expect(editor.hover(mark)).toBe(shown);
  });

  it("the comment of a method", () => {
    expect(editor.comment("select")).toMatch(/^Reads one record, or `undefined` when there is none/);
  });

  it.each([
    [
      'await db.create("person", { name: "Ada" });',
      /Property 'addr' is missing in type .* but required in type 'PersonInsert'/,
    ],
    ['await db.create("person", { nmae: "Ada" });', /'nmae' does not exist in type 'PersonInsert'/],
    ['await db.merge(ada, { age: "5" });', /^Type 'string' is not assignable to type 'number'/],
    ['await db.run("fn::greet", [5]);', /^Type 'number' is not assignable to type 'string'/],
    [
      '(await db.select("person", { fields: ["name"] }))[0]?.age;',
      /^Property 'age' does not exist on type 'Pick<Person, "name">'/,
    ],
  ])("one clear reason for %s", (line, reason) => {
    const errors = mistakes(line);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(reason);
    expect(errors[0]).not.toMatch(/overload/);
  });

  it.each([
    ['await db.select("/*here*/");', ["company", "person"]],
    [
      'await db.select("person", { fields: ["/*here*/"] });',
      ["*", "addr", "addr.geo", "addr.geo.lat", "age", "employer.name", "name"],
    ],
    ['await db.select("person", { fetch: ["/*here*/"] });', ["employer"]],
    ['await db.run("/*here*/");', ["fn::greet"]],
  ])("what can stand in %s", (line, names) => {
    const marked = new Editor(`${program}\n${line}`);
    expect(marked.completions("here")).toEqual(expect.arrayContaining(names));
  });
});
