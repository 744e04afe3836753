/** Something that can stand in a {@link Line}. */
export interface Standing<Item> {
  /** Kept by the line alone. */
  before: Item | undefined;
  /** Kept by the line alone. */
  behind: Item | undefined;
}

/** A line of items in the order in which they came, out of which any of them may step at any time. */
export class Line<Item extends Standing<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): Item | undefined {
    return this.#first;
  }

  /** Puts an item at the end. It must not stand in a line already. */
  join(item: Item): void {
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.behind = item;
    this.#last = item;
    this.#length += 1;
  }

  /** Takes an item out; says whether it stood in the line. */
  leave(item: Item): boolean {
    if (item.before === undefined && this.#first !== item) return false;
    if (item.before === undefined) this.#first = item.behind;
    else item.before.behind = item.behind;
    if (item.behind === undefined) this.#last = item.before;
    else item.behind.before = item.before;
    // What has left holds on to nobody: a chain of old items would keep all later ones alive.
    item.before = undefined;
    item.behind = undefined;
    this.#length -= 1;
    return true;
  }
}
