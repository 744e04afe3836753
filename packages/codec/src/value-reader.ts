import { ItemReader } from "./item-reader.ts";
import { readTagged } from "./tagged-reader.ts";

/** Reads values as SurrealDB writes them, and refuses what it never writes. */
export class ValueReader {
  readonly item: ItemReader = new ItemReader();
  readonly #maxDepth: number;
  #depth = 0;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /** Reads one message. */
  decode(bytes: Uint8Array): unknown {
    const { item } = this;
    item.begin(bytes);
    this.#depth = 0;
    try {
      const value = this.read();
      if (item.position < bytes.length) item.refuse("stands behind the end of the message", item.position);
      return value;
    } finally {
      item.end();
    }
  }

  /** Reads the next value. */
  read(): unknown {
    const { item } = this;
    const initial = item.next();
    const info = initial & 0x1f;
    switch (initial >> 5) {
      case 0:
        return info < 24 ? info : item.integer(info, false);
      case 1:
        return item.integer(info, true);
      case 2:
        return item.binary(info);
      case 3:
        return item.text(info);
      case 4:
        return this.#array(info);
      case 5:
        return this.#record(info);
      case 6:
        return this.#tagged(info);
      default:
        return this.#simple(info);
    }
  }

  #array(info: number): unknown[] {
    const { item } = this;
    this.#enter();
    const values: unknown[] = [];
    if (info === 31) {
      while (!item.atBreak()) values.push(this.read());
    } else {
      // Grown as the values come: a count is only a promise, and promises can be nested.
      const count = item.count(info, 1);
      const { bytes, view } = item;
      for (let index = 0; index < count; index++) {
        const { position } = item;
        if (bytes[position] === 0xfb && position + 9 <= bytes.length) {
          item.position = position + 9;
          values.push(view.getFloat64(position + 1));
        } else values.push(this.read());
      }
    }
    this.#depth--;
    return values;
  }

  #record(info: number): Record<string, unknown> {
    const { item } = this;
    const start = item.position - 1;
    const count = info === 31 ? Number.POSITIVE_INFINITY : item.count(info, 2);
    this.#enter();
    const record: Record<string, unknown> = {};
    let previous = "";
    let size = 0;
    let sorted = true;
    for (; size < count; size++) {
      if (info === 31 && item.atBreak()) break;
      const key = item.key();
      // The server writes keys in ascending order, which proves them distinct; only others need to be counted.
      if (size > 0 && key <= previous) sorted = false;
      previous = key;
      const value = this.read();
      if (key === "__proto__") defineKey(record, key, value);
      else record[key] = value;
    }
    if (!sorted && Object.keys(record).length !== size) item.refuse("is a map with the same key twice", start);
    this.#depth--;
    return record;
  }

  #tagged(info: number): unknown {
    const { item } = this;
    const start = item.position - 1;
    const tag = item.argument(info);
    this.#enter();
    const value = readTagged(this, tag, start);
    this.#depth--;
    return value;
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
        return null;
      case 23:
        return undefined;
      case 25:
      case 26:
      case 27:
        return this.item.float(info);
      default:
        return this.item.refuse("is a simple value that SurrealDB does not have", this.item.position - 1);
    }
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) {
      this.item.refuse(`lies deeper than ${this.#maxDepth} levels; raise maxDepth to read it`, this.item.position - 1);
    }
  }
}

/** Writing `record.__proto__` would change the prototype instead. */
function defineKey(record: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
