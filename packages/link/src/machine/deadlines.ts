/** Something with a due time. */
export interface Timed {
  /** When it is due, by the clock's milliseconds; `Infinity` for never. */
  dueAt: number;
  /** Its index in {@link Deadlines}; -1 while it is not queued. */
  slot: number;
}

/** A priority queue of due times: a binary heap in which every item knows its index, so that removal is cheap. */
export class Deadlines<Item extends Timed> {
  readonly #heap: Item[] = [];

  /** When the first item is due; `Infinity` when none is. */
  get next(): number {
    return this.#heap[0]?.dueAt ?? Number.POSITIVE_INFINITY;
  }

  add(item: Item): void {
    this.#heap.push(item);
    this.#rise(item, this.#heap.length - 1);
  }

  /** Removes an item; one that is not queued is ignored. */
  remove(item: Item): void {
    const { slot } = item;
    if (slot < 0) return;
    item.slot = -1;
    const last = this.#heap.pop() as Item;
    if (last === item) return;
    this.#sink(last, slot);
    this.#rise(last, last.slot);
  }

  clear(): void {
    for (const item of this.#heap.splice(0)) item.slot = -1;
  }

  /** Removes and returns the first item that is due by `now`. */
  take(now: number): Item | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.dueAt > now) return undefined;
    this.remove(first);
    return first;
  }

  #rise(item: Item, from: number): void {
    let slot = from;
    while (slot > 0) {
      const parentSlot = (slot - 1) >> 1;
      const parent = this.#heap[parentSlot] as Item;
      if (parent.dueAt <= item.dueAt) break;
      this.#place(parent, slot);
      slot = parentSlot;
    }
    this.#place(item, slot);
  }

  #sink(item: Item, from: number): void {
    let slot = from;
    for (;;) {
      const left = this.#heap[2 * slot + 1];
      const right = this.#heap[2 * slot + 2];
      const child = right !== undefined && left !== undefined && right.dueAt < left.dueAt ? right : left;
      if (child === undefined || child.dueAt >= item.dueAt) break;
      const childSlot = child.slot;
      this.#place(child, slot);
      slot = childSlot;
    }
    this.#place(item, slot);
  }

  #place(item: Item, slot: number): void {
    this.#heap[slot] = item;
    item.slot = slot;
  }
}
