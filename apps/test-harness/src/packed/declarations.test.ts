import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PackedWorkspace, packWorkspace } from "./packed-workspace.ts";

let packed: PackedWorkspace;
beforeAll(async () => {
  packed = await packWorkspace();
}, 300_000);
afterAll(() => packed.remove());

/** What a module exports of a connection without naming its types. */
const exported = `
  export const users = new Table<"user", User>("user");
  export const query = () => db.query<[User[]]>("SELECT * FROM user");
  export const create = () => db.create(users);
  export const update = () => db.update(users);
  export const upsert = () => db.upsert("user:1");
  export const remove = () => db.delete("user");
  export const insert = () => db.insert(users);
  export const merged = () => db.update(users).merge({ name: "Ada" });
  export const written = () => db.create<User>("user:1", { name: "Ada" });
  export const selected = () => db.select(users, { fields: ["name"] });
  export const related = () => db.relate("a:1", "b", "c:1");
  export const run = () => db.run("fn::x");
  export const limited = db.with({ timeout: 1 });
`;

const row = 'interface User { readonly id: RecordId<"user">; readonly name: string }';

const full = `
  export const files = db.files;
  export const rows = () => db.rows<User>("user");
  export const streamed = () => db.query("SELECT * FROM user").stream<User>();
  export const watched = () => db.watch<User>("user", {});
  export const loader = () => db.loader();
  export const session = () => db.newSession();
  export const transaction = () => db.transaction((tx) => tx.create(users));
  export const batch = () => db.batch((each) => [each.select("a:1")]);
  export const endpoints = api(db);
`;

const start = `
  import { api, AsyncSurreal, type RecordId, Surreal, Table } from "surreal-sdk";
  export ${row}
`;

const programs = {
  async: `${start} export const db = AsyncSurreal("ws://db"); ${exported} ${full}
    export const changes = async () => db.subscribeLive<User>(await db.live("user"));`,
  blocking: `${start} export const db = Surreal("ws://db"); ${exported} ${full}
    export const changes = () => db.subscribeLive<User>(db.live("user"));`,
  lite: `
    import { AsyncSurreal, files, live, loader, rows, type RecordId, stream, subscribeLive, Table, transaction, watch } from "surreal-sdk/lite";
    export ${row}
    export const db = AsyncSurreal("ws://db"); ${exported}
    export const buckets = files(db);
    export const read = () => rows(db, "user");
    export const streamed = () => stream(db.query("SELECT * FROM user"));
    export const watched = () => watch(db, "user", {});
    export const loading = () => loader(db);
    export const moved = () => transaction(db, (tx) => tx.create(users));
    export const changes = async () => subscribeLive(db, await live(db, "user"));`,
};

// Where only the SDK itself is found, as with pnpm, the compiler refuses to write the name of a part: TS2883, TS2742.
it.each(Object.entries(programs))(
  "the declarations of what a module makes of the %s connection name no part",
  (name, text) => {
    packed.write(`declared-${name}.ts`, text);
    const settings = ["--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
    const emitted = ["--declaration", "--emitDeclarationOnly", `declared-${name}.ts`];
    expect(packed.compile(...settings, ...emitted)).toBe("");
    const declared = readFileSync(join(packed.folder, `declared-${name}.d.ts`), "utf8");
    expect(declared.match(/export declare/g)?.length).toBeGreaterThan(15);
    expect([...declared.matchAll(/@surreal-sdk\/.*/g)].map(([line]) => line)).toEqual([]);
  },
);
