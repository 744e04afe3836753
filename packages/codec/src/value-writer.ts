import { valueKind } from "@surreal-sdk/values";
import type { Fault } from "./fault.ts";
import { faultAt, formatPath } from "./fault.ts";
import { ItemWriter } from "./item-writer.ts";
import { describe, isBytes, isRecordOfAnotherRealm, unknownClass } from "./recognition.ts";
import { writeBuiltIn, writeTagged } from "./tagged-writer.ts";

const MAP = 0xa0;
const ARRAY = 0x80;

/** Writes values as SurrealDB reads them, and refuses what it has no type for. */
export class ValueWriter {
  readonly item: ItemWriter = new ItemWriter();
  readonly #maxDepth: number;
  /** The open containers, and in each the key of the entry that is being written. */
  readonly #open: unknown[] = [];
  readonly #keys: (string | number)[] = [];
  #depth = 0;
  #refusal: Error | undefined;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /** Writes one message. */
  encode(value: unknown): Uint8Array {
    const { buffer } = this.item;
    this.#depth = 0;
    this.#refusal = undefined;
    buffer.begin();
    try {
      this.write(value);
      return buffer.end();
    } catch (error) {
      buffer.abandon();
      if (error === this.#refusal) throw error;
      // A getter or a Proxy of the caller's threw, or memory ran out.
      throw faultAt(this.#path(), { kind: "value", message: "could not be read.", cause: error });
    } finally {
      this.#open.length = 0;
    }
  }

  /** Writes one value in its place. */
  write(value: unknown): void {
    switch (typeof value) {
      case "string":
        return this.text(value);
      case "number":
        return this.#number(value);
      case "boolean":
        return this.item.byte(value ? 0xf5 : 0xf4);
      case "undefined":
        this.item.byte(0xc6);
        return this.item.byte(0xf6);
      case "bigint":
        return this.#bigint(value);
      case "object":
        return value === null ? this.item.byte(0xf6) : this.#object(value);
      default:
        this.refuse({ kind: "type", message: `is a ${typeof value}, which SurrealDB has no type for.` });
    }
  }

  /** Opens a container: what is written until {@link leave} lies in it. */
  enter(container: unknown): void {
    if (this.#depth >= this.#maxDepth) this.#refuseDepth(container);
    this.#open[this.#depth] = container;
    this.#keys[this.#depth++] = "";
  }

  /** Says which entry of the innermost container is written next. */
  at(key: string | number): void {
    this.#keys[this.#depth - 1] = key;
  }

  /** Closes the innermost container. */
  leave(): void {
    this.#depth--;
  }

  /** Writes a list of values. */
  list(values: ArrayLike<unknown>, container: unknown = values): void {
    const length = values.length;
    this.enter(container);
    this.item.head(ARRAY, length);
    for (let index = 0; index < length; index++) {
      this.#keys[this.#depth - 1] = index;
      const value = values[index];
      if (value === undefined && !(index in values)) this.#refuseHole();
      this.write(value);
    }
    this.leave();
  }

  /** Refuses the value that is being written. */
  refuse(fault: Fault): never {
    this.#refusal = faultAt(this.#path(), fault);
    throw this.#refusal;
  }

  #path(): string {
    return formatPath(this.#keys.slice(0, this.#depth));
  }

  /** Writes text. */
  text(value: string): void {
    if (!this.item.text(value)) {
      this.refuse({ kind: "value", message: "is text with half of a surrogate pair, which has no UTF-8." });
    }
  }

  #number(value: number): void {
    if (!Number.isInteger(value) || (value === 0 && 1 / value < 0)) return this.item.float(value);
    if (Number.isSafeInteger(value)) return this.item.integer(value);
    this.refuse({
      kind: "range",
      message: `is ${value}, a whole number beyond 2^53, where a number holds not every integer: pass a bigint for an integer, or new Float(${value}) for a float.`,
    });
  }

  #bigint(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) {
      this.refuse({
        kind: "range",
        message: `is ${value}, beyond the 64 bits of an integer in SurrealDB: pass a Decimal.`,
      });
    }
    this.item.bigint(value);
  }

  #object(value: object): void {
    if (Array.isArray(value)) return this.list(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#record(value as Record<string, unknown>);
    const kind = valueKind(value);
    if (kind !== undefined) return writeTagged(this, kind, value);
    if (isBytes(value)) return this.item.binary(value);
    if (value instanceof Map) return this.#map(value);
    if (isRecordOfAnotherRealm(value, prototype)) return this.#record(value as Record<string, unknown>);
    if (!writeBuiltIn(this, value)) this.refuse(unknownClass(value));
  }

  #record(value: Record<string, unknown>): void {
    const keys = Object.keys(value);
    this.enter(value);
    if (Object.getOwnPropertySymbols(value).length > 0) this.#refuseSymbols(value);
    this.item.head(MAP, keys.length);
    for (const key of keys) {
      this.#keys[this.#depth - 1] = key;
      this.text(key);
      this.write(value[key]);
    }
    this.leave();
  }

  #map(value: Map<unknown, unknown>): void {
    this.enter(value);
    this.item.head(MAP, value.size);
    for (const [key, entry] of value) {
      if (typeof key !== "string") {
        this.refuse({ kind: "type", message: `is a Map with a key that is no string but ${describe(key)}.` });
      }
      this.#keys[this.#depth - 1] = key;
      this.text(key);
      this.write(entry);
    }
    this.leave();
  }

  #refuseDepth(container: unknown): never {
    const first = this.#open.indexOf(container);
    if (first < 0) {
      this.refuse({ kind: "value", message: `lies deeper than ${this.#maxDepth} levels; raise maxDepth to send it.` });
    }
    const second = this.#open.indexOf(container, first + 1);
    if (second > 0) this.#depth = second;
    const whole = formatPath(this.#keys.slice(0, first));
    this.refuse({ kind: "value", message: `is the value at ${whole} again, which contains itself that way.` });
  }

  #refuseHole(): never {
    this.refuse({ kind: "value", message: "is a hole in a sparse array: write undefined or null there." });
  }

  #refuseSymbols(value: object): void {
    for (const symbol of Object.getOwnPropertySymbols(value)) {
      if (Object.prototype.propertyIsEnumerable.call(value, symbol)) {
        this.refuse({ kind: "type", message: `has a symbol as a key, ${String(symbol)}; keys are strings.` });
      }
    }
  }
}
