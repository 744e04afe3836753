/** An item of a {@link LinkedList}. */
export interface ListNode<Item> {
  /** Written by the list alone. Begins as `undefined`. */
  before: Item | undefined;
  /** Written by the list alone. Begins as `undefined`. */
  behind: Item | undefined;
}

/**
 * A doubly linked list in insertion order, from which any item can be removed at any time: for items that come and go
 * by the million. The items link to each other, so that the list has no table, which V8 would keep alive for long (see
 * {@link IntMap}).
 *
 * @example
 * ```ts
 * interface Guest extends ListNode<Guest> {
 *   readonly name: string;
 * }
 * const list = new LinkedList<Guest>();
 * const ann: Guest = { name: "Ann", before: undefined, behind: undefined };
 * list.push(ann);
 * list.find(({ name }) => name === "Ann"); // => ann
 * list.remove(ann); // => true, it was in the list
 * ```
 */
export class LinkedList<Item extends ListNode<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #length = 0;

  /** The number of items. */
  get length(): number {
    return this.#length;
  }

  /** The first item, or `undefined` when the list is empty. */
  get first(): Item | undefined {
    return this.#first;
  }

  /** Iterates over the items from the first on. The item that was yielded may be removed meanwhile. */
  *[Symbol.iterator](): Generator<Item, void, undefined> {
    for (let item = this.#first; item !== undefined; ) {
      const { behind } = item;
      yield item;
      item = behind;
    }
  }

  /** Returns the first item that passes the test, or `undefined`. Takes time for each item before it. */
  find(test: (item: Item) => boolean): Item | undefined {
    let item = this.#first;
    while (item !== undefined && !test(item)) item = item.behind;
    return item;
  }

  /** Appends an item, which must not be in a list already. */
  push(item: Item): void {
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.behind = item;
    this.#last = item;
    this.#length += 1;
  }

  /** Removes an item; returns whether it was in the list. */
  remove(item: Item): boolean {
    if (item.before === undefined && this.#first !== item) return false;
    if (item.before === undefined) this.#first = item.behind;
    else item.before.behind = item.behind;
    if (item.behind === undefined) this.#last = item.before;
    else item.behind.before = item.before;
    // A removed item references nothing: a chain of old items would keep all later ones alive.
    item.before = undefined;
    item.behind = undefined;
    this.#length -= 1;
    return true;
  }
}
