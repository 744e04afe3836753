import { describeType, isPlainObject } from "@surreal-sdk/values";
import { InvalidJsonError, invalidAt } from "./errors/invalid-json-error.ts";
import { builtInTags } from "./tags/built-in-tags.ts";
import { classTags } from "./tags/class-tags.ts";
import { type JsonValue, MAX_DEPTH, setOwn } from "./tags/json-value.ts";
import { type Tag, Unfit } from "./tags/tag.ts";

const tags = new Map<string, Tag>(
  Object.entries<Tag>({ ...builtInTags, ...classTags }).map(([name, tag]) => [`$${name}`, tag]),
);

/**
 * Creates the value from the data that {@link prepare} returned.
 *
 * The data may come from an untrusted sender: every constructor checks its arguments, no code is run, and keys such as
 * `__proto__` become own properties. The sender still chooses the types and the values, so validate them as you do
 * with any input.
 *
 * @typeParam T - what you expect; not checked
 * @throws {@link InvalidJsonError} with the path, for data that `prepare` cannot have returned
 * @example
 * ```ts
 * revive({ $record: ["user", 1] }); // => new RecordId("user", 1)
 * ```
 */
export function revive<T = unknown>(data: unknown): T {
  return new Revival().value(data) as T;
}

class Revival {
  readonly #keys: (string | number)[] = [];
  #depth = 0;

  value(data: unknown): unknown {
    if (data === null || typeof data === "string" || typeof data === "boolean") return data;
    if (typeof data === "number" && Number.isFinite(data)) return data;
    if (!Array.isArray(data) && !isPlainObject(data)) {
      throw this.#invalid(`is ${describeType(data)}, which JSON does not have.`);
    }
    if (this.#depth === MAX_DEPTH) throw this.#invalid(`is nested deeper than ${MAX_DEPTH} levels.`);
    this.#depth++;
    const made = Array.isArray(data) ? this.#list(data) : this.#object(data);
    this.#depth--;
    return made;
  }

  #list(data: readonly unknown[]): unknown[] {
    return Array.from(data, (each, at) => this.#part(each, [at]));
  }

  #object(data: { readonly [key: string]: unknown }): unknown {
    const keys = Object.keys(data);
    const [first] = keys;
    const isMarked = keys.length === 1 && first?.startsWith("$") === true;
    if (isMarked && !first.startsWith("$$")) return this.#tagged(first, data[first]);
    const made = {};
    for (const key of keys) setOwn(made, isMarked ? key.slice(1) : key, this.#part(data[key], [key]));
    return made;
  }

  #tagged(key: string, content: unknown): unknown {
    const tag = tags.get(key);
    this.#keys.push(key);
    if (tag === undefined) throw this.#invalid("is a tag that this version of the package does not know.");
    const made = this.#read(tag, content as JsonValue);
    this.#keys.pop();
    return made;
  }

  #read(tag: Tag, content: JsonValue): unknown {
    try {
      return tag.read(content, (part, ...keys) => this.#part(part, keys));
    } catch (error) {
      if (error instanceof InvalidJsonError) throw error;
      if (error instanceof Unfit) throw this.#invalid(error.message);
      throw this.#invalid(`is invalid: ${error instanceof Error ? error.message : "its class refuses it."}`, error);
    }
  }

  #part(data: unknown, keys: readonly (string | number)[]): unknown {
    this.#keys.push(...keys);
    const made = this.value(data);
    this.#keys.length -= keys.length;
    return made;
  }

  #invalid(reason: string, cause?: unknown): InvalidJsonError {
    return invalidAt(this.#keys, reason, cause);
  }
}
