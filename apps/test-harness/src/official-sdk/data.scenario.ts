import {
  BoundIncluded,
  DateTime,
  Decimal,
  Duration,
  FileRef,
  GeometryPoint,
  RecordId,
  RecordIdRange,
  Table,
  Uuid,
} from "surrealdb";
import * as expected from "./data.expected.ts";
import type { Scenario } from "./scenario.ts";

/** Reading, writing, and every kind of value there and back. */
export const data: Scenario = {
  name: "data",
  transports: ["ws", "http"],
  expected: expected.data,
  async run({ root, transcript }) {
    const db = await root();
    const ada = new RecordId("person", "ada");
    await transcript.note("version", db.version());
    await transcript.note("missing table", db.select(new Table("person")));
    await transcript.note("create", db.create(ada).content({ name: "Ada", born: 1815 }));
    await transcript.note("create twice", db.create(ada).content({}));
    await transcript.note("select", db.select(ada));
    await transcript.note("select nothing", db.select(new RecordId("person", "nobody")));
    await transcript.note(
      "insert",
      db.insert(new Table("person"), [
        { id: 1, n: 1 },
        { id: 2, n: 2 },
      ]),
    );
    await transcript.note("range", db.select(new RecordIdRange("person", new BoundIncluded(1), new BoundIncluded(2))));
    await transcript.note("merge", db.update(ada).merge({ city: "London" }));
    await transcript.note("patch", db.update(ada).patch([{ op: "replace", path: "/city", value: "Paris" }]));
    await transcript.note("upsert", db.upsert(new RecordId("person", 3)).content({ n: 3 }));
    await transcript.note(
      "relate",
      db.relate(ada, new RecordId("knows", 1), new RecordId("person", 1), { since: 1833 }),
    );
    await transcript.note("run", db.run("math::max", [[1, 5, 3]]));
    await transcript.note("delete", db.delete(ada));
    await transcript.note("set", db.set("limit", 2));
    await transcript.note("query", db.query("SELECT VALUE n FROM person WHERE n <= $limit; RETURN $limit"));
    await transcript.note("unset", db.unset("limit"));
    await transcript.note("unset variable", db.query("RETURN $limit"));
    const values = {
      bytes: new Uint8Array([1, 2, 255]),
      date: new DateTime("2024-02-29T12:00:00.123456789Z"),
      decimal: new Decimal("1.50"),
      duration: new Duration("1h30m"),
      file: new FileRef("bucket", "a/b"),
      point: new GeometryPoint([1.5, -2]),
      set: new Set([3, 1, 1]),
      uuid: new Uuid("0190b5c4-1111-7000-8000-000000000000"),
      big: 9007199254740993n,
      nothing: undefined,
      nil: null,
    };
    await transcript.note("values", db.query("RETURN $values", { values }));
    await transcript.note("types", db.query("RETURN object::values($values).map(|$v| type::of($v))", { values }));
  },
};
