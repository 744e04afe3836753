// Read by the compiler alone: links deep inside of rows, and ids that a table requires.
import { expectTypeOf } from "vitest";
import type { Company, Person } from "./database.test-d.ts";
import { AsyncSurreal, RecordId, type Tables } from "./index.ts";

interface Shipment {
  readonly id: RecordId<"shipment", string>;
  route: { leg: { end: { by: RecordId<"person", string> } }; stops: { at: RecordId<"company", string> }[] };
}

/** Links inside of objects and lists are followed as those of the row itself are. */
export async function deepLinks(): Promise<void> {
  const db = AsyncSurreal<Tables<{ shipment: Shipment; person: Person; company: Company }>>("ws://x");
  const fetch = ["route.leg.end.by", "route.leg.end.by.employer", "route.stops.at", "route.stops.at.owner"] as const;
  const [shipment] = await db.select("shipment", { fetch });
  expectTypeOf(shipment?.route.leg.end.by?.employer?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(shipment?.route.stops[0]?.at?.owner?.name).toEqualTypeOf<string | undefined>();
  // @ts-expect-error there is no such link
  await db.select("shipment", { fetch: ["route.leg.by"] });
}

interface Invoice {
  readonly id: RecordId<"invoice", number>;
  total: number;
}
interface InvoiceInsert {
  id: Invoice["id"] | number;
  total: number;
}
interface Invoices {
  tables: { invoice: { row: Invoice; insert: InvoiceInsert; update: { total?: number } } };
}

/** The database makes no id for such a table; a target that names the record has it. */
export async function requiredIds(): Promise<void> {
  const db = AsyncSurreal<Invoices>("ws://x");
  const first = new RecordId("invoice", 1);
  expectTypeOf(await db.create(first, { total: 5 })).toEqualTypeOf<Invoice>();
  expectTypeOf(await db.create(first).content({ total: 5 })).toEqualTypeOf<Invoice>();
  expectTypeOf(await db.create("invoice:1", { total: 5 })).toEqualTypeOf<Invoice>();
  expectTypeOf(await db.upsert(first, { total: 5 })).toEqualTypeOf<Invoice>();
  expectTypeOf(await db.update(first, { id: 1, total: 5 })).toEqualTypeOf<Invoice | undefined>();
  expectTypeOf(await db.create("invoice", { id: 1, total: 5 })).toEqualTypeOf<Invoice>();
  // @ts-expect-error the id is missing
  await db.create("invoice", { total: 5 });
  // @ts-expect-error the id is missing
  await db.insert("invoice", [{ total: 5 }]);
  // @ts-expect-error an id is a number
  await db.create(first, { id: "1", total: 5 });
  // @ts-expect-error the total is missing
  await db.create(first, {});
}
