import { describeType, isBuiltIn, isPlainObject, valueKind } from "@surreal-sdk/values";
import { unsupportedAt } from "./errors/unsupported.ts";
import { builtInTags } from "./tags/built-in-tags.ts";
import { classTags, tagOfKind } from "./tags/class-tags.ts";
import { type JsonValue, MAX_DEPTH, setOwn } from "./tags/json-value.ts";
import { type Tag, Unfit } from "./tags/tag.ts";

/**
 * Turns a value into plain JSON data, without loss. {@link revive} is the inverse.
 *
 * The data survives `JSON.stringify`, `structuredClone`, `postMessage`, IndexedDB and the props of React Server
 * Components. Values that JSON does not have become objects with one key: `{ "$record": ["user", 1] }`. An object of
 * yours that looks like that gets another `$`, which `revive` removes.
 *
 * @param value - a value of the database, a `Date` or a `Map`, or arrays and plain objects of those
 * @throws TypeError for a function, a symbol, an instance of another class, a gap in an array, and a value that
 * contains itself; it has the `path`
 * @throws RangeError for an invalid `Date`, a bigint of more than 1000 digits, and values nested deeper than 500 levels
 * @example
 * ```ts
 * prepare({ id: new RecordId("user", 1), big: 5n }); // => { id: { $record: ["user", 1] }, big: { $bigint: "5" } }
 * ```
 */
export function prepare(value: unknown): JsonValue {
  return new Preparation().value(value);
}

class Preparation {
  readonly #keys: (string | number)[] = [];
  readonly #open: object[] = [];

  value(value: unknown): JsonValue {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") {
      const isJson = Number.isFinite(value) && !Object.is(value, -0);
      return isJson ? value : this.#tagged("number", builtInTags.number, value);
    }
    if (typeof value === "bigint") return this.#tagged("bigint", builtInTags.bigint, value);
    if (value === undefined) return this.#tagged("none", builtInTags.none, value);
    if (typeof value === "object") return this.#within(value, () => this.#object(value));
    throw this.#refused(`is a ${typeof value}, which JSON cannot hold.`);
  }

  #object(value: object): JsonValue {
    const kind = valueKind(value);
    if (kind !== undefined) {
      const name = tagOfKind[kind];
      return this.#tagged(name, classTags[name], value as never);
    }
    if (Array.isArray(value)) return this.#list(value);
    if (isBuiltIn(value, "Uint8Array")) return this.#tagged("bytes", builtInTags.bytes, value);
    if (isBuiltIn(value, "Date")) return this.#tagged("date", builtInTags.date, value);
    if (isBuiltIn(value, "Set")) return this.#tagged("set", builtInTags.set, value);
    if (isBuiltIn(value, "Map")) return this.#tagged("map", builtInTags.map, value);
    if (isPlainObject(value)) return this.#plain(value);
    throw this.#refused(
      `is ${describeType(value)}, which JSON cannot hold: pass a plain object, or one of the SDK's value classes.`,
    );
  }

  #list(values: readonly unknown[]): JsonValue[] {
    return Array.from(values, (value, at) => {
      if (value !== undefined || at in values) return this.#part(value, [at]);
      this.#keys.push(at);
      throw this.#refused("is a gap in a sparse array: write undefined or null there.");
    });
  }

  #plain(value: { readonly [key: string]: unknown }): JsonValue {
    for (const symbol of Object.getOwnPropertySymbols(value)) {
      if (!Object.prototype.propertyIsEnumerable.call(value, symbol)) continue;
      throw this.#refused(`has a symbol as a key, ${String(symbol)}; the keys of JSON are strings.`);
    }
    const keys = Object.keys(value);
    const made: { [key: string]: JsonValue } = {};
    const mark = keys.length === 1 && keys[0]?.startsWith("$") ? "$" : "";
    for (const key of keys) setOwn(made, mark + key, this.#part(value[key], [key]));
    return made;
  }

  #tagged<Value>(name: string, tag: Tag<Value>, value: Value): JsonValue {
    try {
      return { [`$${name}`]: tag.write(value, (part, ...keys) => this.#part(part, keys)) };
    } catch (error) {
      throw error instanceof Unfit ? this.#refused(error.message, RangeError) : error;
    }
  }

  #part(value: unknown, keys: readonly (string | number)[]): JsonValue {
    this.#keys.push(...keys);
    const made = this.value(value);
    this.#keys.length -= keys.length;
    return made;
  }

  #within(value: object, make: () => JsonValue): JsonValue {
    if (this.#open.includes(value)) throw this.#refused("contains itself, which JSON cannot express.");
    if (this.#open.length === MAX_DEPTH) {
      throw this.#refused(`is nested deeper than ${MAX_DEPTH} levels.`, RangeError);
    }
    this.#open.push(value);
    const made = make();
    this.#open.pop();
    return made;
  }

  #refused(reason: string, kind?: new (message: string) => Error): Error {
    return unsupportedAt(this.#keys, reason, kind);
  }
}
