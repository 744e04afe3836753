import { expectTypeOf } from "vitest";
import { AsyncSurreal, type StandardSchema, Surreal } from "./index.ts";

interface Name {
  readonly name: string;
}

/** What arktype gives: a schema that can be called as well, and then returns its faults beside the value. */
type Callable = StandardSchema<Name> & ((value: unknown) => Name | readonly Error[]);
declare const callable: Callable;
declare const toName: (row: unknown) => Name | null;

/** The types of rows that `into` reads are those of its schema, or what its function returns at last. */
export async function typesOfInto(): Promise<void> {
  const db = AsyncSurreal("mem://");
  expectTypeOf(await db.query("…").rows(callable)).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.query("…").into(callable)).toEqualTypeOf<Name>();
  expectTypeOf(await db.select("user", { into: callable })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.create("user", {}, { into: callable })).toEqualTypeOf<Name>();
  expectTypeOf(await db.insert("user", {}, { into: callable })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.relate("user:1", "knows", "user:2", {}, { into: callable })).toEqualTypeOf<Name>();
  for await (const row of db.rows("user", { into: callable })) expectTypeOf(row).toEqualTypeOf<Name>();
  expectTypeOf(await db.query("…").rows(toName)).toEqualTypeOf<(Name | null)[]>();
  expectTypeOf(await db.query("…").rows(async (row) => toName(row))).toEqualTypeOf<(Name | null)[]>();
  expectTypeOf(await db.select("user", { into: async (row) => String(row) })).toEqualTypeOf<string[]>();
  expectTypeOf(Surreal("mem://").select("user", { into: callable })).toEqualTypeOf<Name[]>();
}
