/** Something that can stand in a {@link LinkedList}. */
export interface ListNode<Item> {
  /** Kept by the line alone. Begins as `undefined`. */
  before: Item | undefined;
  /** Kept by the line alone. Begins as `undefined`. */
  behind: Item | undefined;
}

/**
 * A line of items in the order in which they came, out of which any of them may step at any time: for what comes and goes
 * by the million. The items hold on to each other, so that the line has no table, which V8 would keep alive for long (see
 * {@link IntMap}).
 *
 * @example
 * ```ts
 * interface Guest extends ListNode<Guest> {
 *   readonly name: string;
 * }
 * const line = new LinkedList<Guest>();
 * const ann: Guest = { name: "Ann", before: undefined, behind: undefined };
 * line.join(ann);
 * line.find(({ name }) => name === "Ann"); // => ann
 * line.leave(ann); // => true, she stood there
 * ```
 */
export class LinkedList<Item extends ListNode<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #length = 0;

  /** How many stand in it. */
  get length(): number {
    return this.#length;
  }

  /** Who came first; `undefined` when nobody stands in it. */
  get first(): Item | undefined {
    return this.#first;
  }

  /** Those who stand in it, the first one first. Whoever is given may leave meanwhile. */
  *[Symbol.iterator](): Generator<Item, void, undefined> {
    for (let item = this.#first; item !== undefined; ) {
      const { behind } = item;
      yield item;
      item = behind;
    }
  }

  /** The first for whom the test is true, which may be a long way from the front; `undefined` when there is none. */
  find(test: (item: Item) => boolean): Item | undefined {
    let item = this.#first;
    while (item !== undefined && !test(item)) item = item.behind;
    return item;
  }

  /** Puts an item at the end. It must not stand in a line already. */
  push(item: Item): void {
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.behind = item;
    this.#last = item;
    this.#length += 1;
  }

  /** Takes an item out; says whether it stood in the line. */
  remove(item: Item): boolean {
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
