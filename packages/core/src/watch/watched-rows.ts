import { equals, type RecordId } from "@surreal-sdk/values";
import type { KeyedRow } from "../query/keyed-rows.ts";
import { linkedIds } from "./linked-ids.ts";

/** The difference between two states of the rows. */
export interface WatchChanges<T = unknown> {
  /** Rows that are new. */
  readonly added: readonly T[];
  /** Rows of known records that are different now. */
  readonly changed: readonly T[];
  /** Rows that are gone, as they were. */
  readonly removed: readonly T[];
}

/** A row, the id of its record, and the ids of the records that it links to. */
interface Entry<T> {
  readonly id: RecordId;
  readonly row: T;
  readonly links: readonly RecordId[];
}

/** One state of the rows. It does not change. */
export interface RowsState<T> {
  readonly rows: readonly T[];
  readonly byKey: ReadonlyMap<string, T>;
}

/** The state before the first read. @internal */
export const noRows: RowsState<never> = { rows: [], byKey: new Map<string, never>() };

/** The rows of a query. An unchanged row stays the same object; so does the state as a whole. */
export class WatchedRows<T> {
  readonly #isOrdered: boolean;
  #entries: ReadonlyMap<string, Entry<T>> = new Map();
  #state: RowsState<T> = noRows;

  /** @param isOrdered - whether the server determines the order of the rows; otherwise new rows follow the others */
  constructor(isOrdered: boolean) {
    this.#isOrdered = isOrdered;
  }

  get state(): RowsState<T> {
    return this.#state;
  }

  /** The ids of all records that rows link to. */
  *links(): Generator<RecordId> {
    for (const { links } of this.#entries.values()) yield* links;
  }

  /** The records whose rows link to one of these. */
  linkingTo(linked: ReadonlySet<string>): RecordId[] {
    if (linked.size === 0) return [];
    const linking = [...this.#entries.values()].filter(({ links }) => links.some((id) => linked.has(id.toString())));
    return linking.map(({ id }) => id);
  }

  /** Everything was read. Returns whether a row, or the order of the rows, is different. */
  replaceAll(read: readonly KeyedRow[]): boolean {
    const found = this.#found(read);
    if (this.#isOrdered) return this.#replace([...found]);
    const known = [...this.#entries.keys()].filter((key) => found.has(key));
    const order = new Set([...known, ...found.keys()]);
    return this.#replace([...order].map((key) => [key, found.get(key) as Entry<T>]));
  }

  /** Some records were read: those that are not among the rows now are gone. */
  replaceSome(ids: readonly RecordId[], read: readonly KeyedRow[]): boolean {
    const found = this.#found(read);
    const entries = new Map(this.#entries);
    for (const key of ids.map(String)) {
      const entry = found.get(key);
      if (entry === undefined) entries.delete(key);
      else entries.set(key, entry);
    }
    return this.#replace([...entries]);
  }

  /** The rows that were read; one that is equal to the known row is the known one. */
  #found(read: readonly KeyedRow[]): Map<string, Entry<T>> {
    const found = new Map<string, Entry<T>>();
    for (const { id, row, links } of read) {
      const key = id.toString();
      const known = this.#entries.get(key);
      const same = known !== undefined && equals(known.row, row);
      found.set(key, { id, row: same ? known.row : (row as T), links: linkedIds(links) });
    }
    return found;
  }

  #replace(list: readonly (readonly [string, Entry<T>])[]): boolean {
    this.#entries = new Map(list);
    const { rows } = this.#state;
    if (rows.length === list.length && list.every(([, { row }], index) => row === rows[index])) return false;
    const byKey = new Map(list.map(([key, { row }]) => [key, row]));
    this.#state = { rows: Object.freeze([...byKey.values()]), byKey };
    return true;
  }
}

/** What is different between two states. @internal */
export function changesBetween<T>(before: RowsState<T>, after: RowsState<T>): WatchChanges<T> {
  const added: T[] = [];
  const changed: T[] = [];
  const removed: T[] = [];
  for (const [key, row] of after.byKey) {
    const known = before.byKey.get(key);
    if (known === undefined) added.push(row);
    else if (known !== row) changed.push(row);
  }
  for (const [key, row] of before.byKey) if (!after.byKey.has(key)) removed.push(row);
  return { added, changed, removed };
}
