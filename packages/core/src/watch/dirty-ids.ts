import type { RecordId } from "@surreal-sdk/values";

/** More ids than these are not remembered: everything is read instead. */
const mostIds = 1_000;

/** What has to be read again. */
export type Dirty = "everything" | { readonly ids: readonly RecordId[]; readonly links: ReadonlySet<string> };

/** The records that have changed since the last read. */
export class DirtyIds {
  #everything = false;
  #ids: Map<string, RecordId> = new Map();
  #links: Set<string> = new Set();

  get isEmpty(): boolean {
    return !this.#everything && this.#ids.size === 0 && this.#links.size === 0;
  }

  /** A record of the table has changed. */
  add(id: RecordId): void {
    if (!this.#everything) this.#ids.set(id.toString(), id);
    this.#bound();
  }

  /** A record has changed to which rows may link. */
  addLink(id: RecordId): void {
    if (!this.#everything) this.#links.add(id.toString());
    this.#bound();
  }

  /** Anything may have changed. */
  addEverything(): void {
    this.#everything = true;
    this.#ids = new Map();
    this.#links = new Set();
  }

  /** Returns what has to be read, and begins anew. */
  take(): Dirty {
    const dirty: Dirty = this.#everything ? "everything" : { ids: [...this.#ids.values()], links: this.#links };
    this.#everything = false;
    this.#ids = new Map();
    this.#links = new Set();
    return dirty;
  }

  #bound(): void {
    if (this.#ids.size + this.#links.size > mostIds) this.addEverything();
  }
}
