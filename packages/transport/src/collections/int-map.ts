/** The initial number of slots. A power of two. */
const smallest = 64;
/** The number of slots that an emptied map keeps, since it will soon need them again. */
const kept = 1024;
/** Marks a free slot: keys are whole numbers from zero. */
const free = -1;

/**
 * A map with whole numbers as keys, for entries that come and go by the million, as requests do by their numbers.
 *
 * In V8, the old table of a `Map` that grows or is compacted refers to the new one. Once one of them has reached the
 * old generation, every later table, with all that was ever in it, lives until the next full collection: in a `Map`
 * that is filled and emptied all the time, each step then costs five times as much. This map has one open-addressing
 * table and compacts it in place.
 *
 * @example
 * ```ts
 * const waiting = new IntMap<string>();
 * waiting.set(7, "seven");
 * waiting.take(7); // => "seven"
 * ```
 */
export class IntMap<Value> {
  #keys: Float64Array = emptyKeys(smallest);
  #values: (Value | undefined)[] = emptyValues(smallest);
  #size = 0;

  /** The number of values. */
  get size(): number {
    return this.#size;
  }

  /** Returns the value of a key, or `undefined`. */
  get(key: number): Value | undefined {
    return this.#values[this.#find(key)];
  }

  /** Sets a value, and replaces the previous value of the key. The key is a whole number from zero. */
  set(key: number, value: Value): void {
    const slot = this.#find(key);
    this.#values[slot] = value;
    if (this.#keys[slot] === key) return;
    this.#keys[slot] = key;
    this.#size += 1;
    if (this.#size * 2 > this.#keys.length) this.#resize(this.#keys.length * 2);
  }

  /** Removes and returns the value of a key, or `undefined`. */
  take(key: number): Value | undefined {
    const slot = this.#find(key);
    if (this.#keys[slot] !== key) return undefined;
    const value = this.#values[slot];
    this.#size -= 1;
    if (this.#size === 0 && this.#keys.length > kept) this.clear();
    else this.#close(slot);
    return value;
  }

  /** Returns the values in the order of their keys. */
  values(): Value[] {
    const slots = [...this.#keys.keys()].filter((slot) => this.#keys[slot] !== free);
    slots.sort((a, b) => (this.#keys[a] as number) - (this.#keys[b] as number));
    return slots.map((slot) => this.#values[slot] as Value);
  }

  /** Removes all values. */
  clear(): void {
    this.#keys = emptyKeys(smallest);
    this.#values = emptyValues(smallest);
    this.#size = 0;
  }

  /** Returns the slot of the key, or the free slot where it belongs. */
  #find(key: number): number {
    const keys = this.#keys;
    const last = keys.length - 1;
    let slot = homeOf(key, keys.length);
    while (keys[slot] !== key && keys[slot] !== free) slot = (slot + 1) & last;
    return slot;
  }

  /** Frees a slot, and moves back the entries that were displaced by it. */
  #close(gap: number): void {
    const keys = this.#keys;
    const values = this.#values;
    const last = keys.length - 1;
    let hole = gap;
    for (let slot = (hole + 1) & last; keys[slot] !== free; slot = (slot + 1) & last) {
      const home = homeOf(keys[slot] as number, keys.length);
      if (((slot - home) & last) < ((slot - hole) & last)) continue;
      keys[hole] = keys[slot] as number;
      values[hole] = values[slot];
      hole = slot;
    }
    keys[hole] = free;
    values[hole] = undefined;
  }

  #resize(length: number): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = emptyKeys(length);
    this.#values = emptyValues(length);
    keys.forEach((key, slot) => {
      if (key === free) return;
      const place = this.#find(key);
      this.#keys[place] = key;
      this.#values[place] = values[slot];
    });
  }
}

/** Spreads consecutive numbers. Otherwise each removal would visit all entries behind it. */
function homeOf(key: number, length: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 0) & (length - 1);
}

function emptyKeys(length: number): Float64Array {
  return new Float64Array(length).fill(free);
}

function emptyValues<Value>(length: number): (Value | undefined)[] {
  return new Array<Value | undefined>(length).fill(undefined);
}
