import { Float } from "@surreal-sdk/values";
import { DecodeError } from "../format/codec-error.ts";
import * as Cost from "./cost.ts";
import { ItemReader } from "./item-reader.ts";
import { readTagged } from "./tagged-reader.ts";

const FLOAT64 = 0xfb;

/** Reads values as SurrealDB encodes them, and refuses what it never encodes. */
export class ValueReader extends ItemReader {
  readonly #maxDepth: number;
  readonly #keepsFloats: boolean;
  /** Whether whole floats are kept apart from integers in the current value. */
  #apart = false;
  #depth = 0;

  constructor(maxDepth: number, allowance: number, keepsFloats: boolean) {
    super(allowance);
    this.#maxDepth = maxDepth;
    this.#keepsFloats = keepsFloats;
  }

  /** Reads one message. */
  decode(bytes: Uint8Array): unknown {
    this.begin(bytes);
    this.#depth = 0;
    this.#apart = this.#keepsFloats;
    try {
      const value = this.read();
      if (!this.atEnd) this.refuse("follows the end of the message", this.position);
      return value;
    } catch (error) {
      if (error instanceof DecodeError) throw error;
      // The limits of the platform: a stack too small for the permitted depth, a string or a set too large.
      const offset = this.position;
      throw new DecodeError(`The message is too large or too deep here, at byte ${offset}.`, { offset, cause: error });
    } finally {
      this.end();
    }
  }

  /** Reads the next value. */
  read(): unknown {
    if (this.position >= this.bytes.length) this.truncated();
    const initial = this.bytes[this.position++] as number;
    const info = initial & 0x1f;
    switch (initial >> 5) {
      case 0:
        return info < 24 ? info : this.integer(info, false);
      case 1:
        return this.integer(info, true);
      case 2:
        return this.binary(info);
      case 3:
        return this.text(info);
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

  /** Reads the next value, and keeps whole floats apart from integers or not. */
  readWithFloats(apart: boolean): unknown {
    const before = this.#apart;
    this.#apart = apart;
    const value = this.read();
    this.#apart = before;
    return value;
  }

  #array(info: number): unknown[] {
    this.#enter();
    this.charge(Cost.array);
    const values = info === 31 ? this.#openArray() : this.#closedArray(this.room(info));
    this.#depth--;
    return values;
  }

  #closedArray(count: number): unknown[] {
    const { bytes } = this;
    this.charge(count * Cost.place);
    const values = emptyArray(count, bytes[this.position]);
    for (let index = 0; index < count; ) {
      const initial = bytes[this.position];
      const before = index;
      if (initial === FLOAT64 && !this.#apart) index = this.floats(values, index);
      else if (initial !== undefined && initial < 27) index = this.integers(values, index);
      if (index === before) values[index++] = this.read();
    }
    return values;
  }

  #openArray(): unknown[] {
    const values: unknown[] = [];
    while (!this.atBreak()) {
      this.charge(Cost.place);
      values.push(this.read());
    }
    return values;
  }

  #record(info: number): Record<string, unknown> {
    const start = this.position - 1;
    const count = info === 31 ? Number.POSITIVE_INFINITY : this.count(info, 2);
    this.#enter();
    this.charge(Cost.record);
    const record: Record<string, unknown> = {};
    let size = 0;
    let highest = 0;
    for (; size < count; size++) {
      if (info === 31 && this.atBreak()) break;
      const key = this.key();
      this.charge(Cost.entry);
      if (key.charCodeAt(0) <= 0x39) highest = this.#indexed(key, highest);
      if (key === "__proto__") defineKey(record, key, this.read());
      else record[key] = this.read();
    }
    if (Object.keys(record).length !== size) this.refuse("is a map with the same key twice", start);
    this.#depth--;
    return record;
  }

  /** Charges the growth of the object that a numeric key causes. */
  #indexed(key: string, highest: number): number {
    const index = Cost.indexOf(key, highest);
    if (index > highest) this.charge((index - highest) * Cost.index);
    return index;
  }

  #tagged(info: number): unknown {
    const start = this.position - 1;
    const tag = this.argument(info);
    this.#enter();
    this.charge(Cost.tagged);
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
        return this.#apart ? asFloat(this.float(info)) : this.float(info);
      default:
        return this.refuse("is a simple value that SurrealDB does not have", this.position - 1);
    }
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) {
      this.refuse(`is nested deeper than ${this.#maxDepth} levels; raise maxDepth to read it`, this.position - 1);
    }
  }
}

/** A number that would be encoded as an integer becomes a Float; all others are encoded as floats anyway. */
function asFloat(value: number): number | Float {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? Float.unchecked(value) : value;
}

/** Writing `record.__proto__` would change the prototype instead. */
function defineKey(record: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * An array with room for `count` values, of which the first one begins with `initial`. V8 tracks what the arrays of
 * one allocation site contain: floats alone are stored three times as compactly if no array of that site contains
 * anything else.
 */
function emptyArray(count: number, initial: number | undefined): unknown[] {
  if (initial === FLOAT64) return floatArray(count);
  return initial !== undefined && initial < 27 ? integerArray(count) : new Array(count);
}

function floatArray(count: number): unknown[] {
  return new Array(count);
}

function integerArray(count: number): unknown[] {
  return new Array(count);
}
