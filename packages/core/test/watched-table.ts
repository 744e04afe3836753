import { RecordId, Uuid } from "@surreal-sdk/values";
import { rows } from "./default-answer.ts";
import type { Answer, WireRequest } from "./scripted-channel.ts";
import { asyncWorld, type TestWorld } from "./test-world.ts";

/** A row of the table. */
export interface Row {
  readonly id: RecordId;
  readonly n: number;
}

/** Records of the table. */
export const one: RecordId = new RecordId("t", 1);
export const two: RecordId = new RecordId("t", 2);
export const three: RecordId = new RecordId("t", 3);

/** A server with one table. */
export class WatchedTable {
  records: Row[] = [
    { id: one, n: 1 },
    { id: two, n: 2 },
  ];
  /** The answer instead of the rows. */
  instead: Answer | undefined;
  /** The live queries that run. */
  #lives: Uuid[] = [];

  /** The one that was started last. */
  get live(): Uuid {
    return this.#lives.at(-1) ?? Uuid.v7();
  }

  readonly answer = ({ method, params, replay }: WireRequest): Answer | undefined => {
    const text = String(params[0]);
    if (method === "live" || text.startsWith("LIVE")) {
      this.#lives.push(Uuid.v7());
      return method === "live" ? { result: this.live } : rows(this.live);
    }
    if (method === "kill") this.#lives = this.#lives.filter((id) => String(id) !== String(params[0]));
    if (text.startsWith("INFO")) return rows({ fields: [] });
    if (replay !== undefined || !text.startsWith("SELECT")) return undefined;
    if (this.instead !== undefined) return this.instead;
    const ids = (params[1] as { _ids?: RecordId[] })._ids?.map(String);
    const found = this.records.filter(({ id }) => ids === undefined || ids.includes(String(id)));
    return rows(found.map((row) => ({ ...row, __key: row.id })));
  };
}

/** A connection to it. */
export function watched(
  options = {},
): TestWorld<"async"> & { table: WatchedTable; note(id: RecordId, action?: string): void } {
  const world = asyncWorld(options);
  const table = new WatchedTable();
  const { channel } = world;
  channel.script = table.answer;
  const note = (record: RecordId, action = "UPDATE"): void =>
    channel.notify({ id: table.live, action, record, result: {} });
  return { ...world, channel, table, note };
}

/** The texts of the queries, in short. */
export function texts({ wire }: { readonly wire: readonly WireRequest[] }): string[] {
  return wire.map(({ method, params }) => (method === "query" ? String(params[0]) : method));
}

/** The statements that read. */
export const readAll = "SELECT *, $this.id AS __key FROM t";
export const readSome = "SELECT *, $this.id AS __key FROM $_ids WHERE id != NONE";
