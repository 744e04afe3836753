import { isBuiltIn, valueKind } from "@surreal-sdk/values";
import * as Major from "../format/major.ts";
import type { Fault } from "./fault.ts";
import { faultAt } from "./fault.ts";
import { ItemWriter } from "./item-writer.ts";
import { describe, isRecordOfAnotherRealm, unknownClass } from "./recognition.ts";
import { writeBuiltIn, writeTagged } from "./tagged-writer.ts";

const NULL = 0xf6;
/** Tag 6, which precedes a null. */
const NONE = 0xc6;

/** Writes values as SurrealDB reads them, and refuses what it has no type for. */
export class ValueWriter extends ItemWriter {
  readonly #maxDepth: number;
  /** The open containers, and for each the key of the entry that is being written. */
  readonly #open: unknown[] = [];
  readonly #keys: (string | number)[] = [];
  #depth = 0;
  #refusal: Error | undefined;

  constructor(maxDepth: number) {
    super();
    this.#maxDepth = maxDepth;
  }

  /** Writes one message. */
  encode(value: unknown): Uint8Array<ArrayBuffer> {
    this.#depth = 0;
    this.#refusal = undefined;
    this.begin();
    try {
      this.write(value);
      return this.end();
    } catch (error) {
      this.#open.length = 0;
      this.abandon();
      if (error === this.#refusal) throw error;
      // A getter or a Proxy of the caller's threw, or memory ran out.
      throw faultAt(this.#place(), { kind: "value", message: "could not be read.", cause: error });
    }
  }

  /** Writes one value at the current path. */
  write(value: unknown): void {
    if (typeof value === "string") this.text(value);
    else if (typeof value === "number") this.#number(value);
    else if (value === null) this.byte(NULL);
    else if (typeof value === "object") this.#object(value);
    else this.#rareType(value);
  }

  /** Writes text. */
  text(value: string): void {
    if (!this.unicode(value)) {
      this.refuse({ kind: "type", message: "is text with an unpaired surrogate, which UTF-8 cannot encode." });
    }
  }

  /** Opens a container: what is written until {@link leave} belongs to it. */
  enter(container: unknown): void {
    if (this.#depth >= this.#maxDepth) this.#refuseDepth(container);
    this.#open[this.#depth] = container;
    this.#keys[this.#depth++] = "";
  }

  /** Sets the key of the entry that is written next. */
  at(key: string | number): void {
    this.#keys[this.#depth - 1] = key;
  }

  /** Closes the innermost container. */
  leave(): void {
    // Releases the caller's values.
    this.#open[--this.#depth] = undefined;
  }

  /** Writes a list of values that represents `container`. */
  list(values: readonly unknown[], container: object): void {
    const length = values.length;
    this.enter(container);
    this.head(Major.array, length);
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
    this.#refusal = faultAt(this.#place(), fault);
    throw this.#refusal;
  }

  #place(): (string | number)[] {
    return this.#keys.slice(0, this.#depth);
  }

  #number(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) this.integer(value);
    // From 2^53 on a number may stand for its neighbours, as a float does and an integer does not.
    else if (Number.isSafeInteger(value) && value !== 0) this.integer(value);
    else this.float(value);
  }

  #rareType(value: unknown): void {
    if (typeof value === "boolean") this.byte(value ? 0xf5 : 0xf4);
    else if (typeof value === "bigint") this.#bigint(value);
    else if (value === undefined) {
      this.byte(NONE);
      this.byte(NULL);
    } else this.refuse({ kind: "type", message: `is a ${typeof value}, which SurrealDB has no type for.` });
  }

  #bigint(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) {
      this.refuse({
        kind: "range",
        message: `is ${value}, beyond the 64 bits of an integer in SurrealDB: pass a Decimal.`,
      });
    }
    this.bigint(value);
  }

  #object(value: object): void {
    if (Array.isArray(value)) this.list(value, value);
    else {
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === Object.prototype || prototype === null) this.#record(value as Record<string, unknown>);
      else this.#instance(value, prototype as object);
    }
  }

  #instance(value: object, prototype: object): void {
    const kind = valueKind(value);
    if (kind !== undefined) writeTagged(this, kind, value);
    else if (isBuiltIn(value, "Uint8Array")) this.binary(value);
    else if (isBuiltIn(value, "Map")) this.#map(value);
    else if (isRecordOfAnotherRealm(value, prototype)) this.#record(value as Record<string, unknown>);
    else if (!writeBuiltIn(this, value)) this.refuse(unknownClass(value));
  }

  #record(value: Record<string, unknown>): void {
    if (Object.getOwnPropertySymbols(value).length > 0) this.#refuseSymbols(value);
    this.enter(value);
    const count = Object.keys(value).length;
    this.head(Major.map, count);
    let written = 0;
    // The fastest loop over an object. Own keys come first; what an extended Object.prototype adds comes after
    // them.
    for (const key in value) {
      if (written === count) break;
      written++;
      this.#keys[this.#depth - 1] = key;
      this.text(key);
      this.write(value[key]);
    }
    if (written !== count) this.refuse({ kind: "value", message: "lost a key while it was read." });
    this.leave();
  }

  #map(value: Map<unknown, unknown>): void {
    const entries = [...value];
    const other = entries.find(([key]) => typeof key !== "string");
    if (other)
      this.refuse({ kind: "type", message: `is a Map with a key that is not a string but ${describe(other[0])}.` });
    this.enter(value);
    this.head(Major.map, entries.length);
    for (const [key, entry] of entries as [string, unknown][]) {
      this.#keys[this.#depth - 1] = key;
      this.text(key);
      this.write(entry);
    }
    this.leave();
  }

  #refuseDepth(container: unknown): never {
    const seen = new Map<unknown, number>();
    const open = [...this.#open.slice(0, this.#depth), container];
    for (let depth = 0; depth < open.length; depth++) {
      const first = seen.get(open[depth]);
      if (first !== undefined) this.#refuseCycle(first, depth);
      seen.set(open[depth], depth);
    }
    this.refuse({
      kind: "value",
      message: `is nested deeper than ${this.#maxDepth} levels; raise maxDepth to send it to a server that reads more.`,
    });
  }

  #refuseCycle(first: number, second: number): never {
    this.#depth = second;
    const again = this.#keys.slice(0, first);
    this.refuse({ kind: "value", message: "which contains itself that way.", again });
  }

  #refuseHole(): never {
    this.refuse({ kind: "type", message: "is a gap in a sparse array: write undefined or null there." });
  }

  #refuseSymbols(value: object): void {
    for (const symbol of Object.getOwnPropertySymbols(value)) {
      if (Object.prototype.propertyIsEnumerable.call(value, symbol)) {
        this.refuse({ kind: "type", message: `has a symbol as a key, ${String(symbol)}; keys are strings.` });
      }
    }
  }
}
