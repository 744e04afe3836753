import { formatPath } from "@surreal-sdk/values";
import { EncodeError } from "../format/codec-error.ts";

/** What is wrong with a value, before its path is known. */
export interface Fault {
  /** `"type"` and `"range"` are mistakes of the caller, and so a `TypeError` and a `RangeError`. */
  readonly kind: "type" | "range" | "value";
  /** Follows "The value at $.a" in the message. */
  readonly message: string;
  /** The keys of the enclosing value that this value is identical to, for a cycle; named before the message. */
  readonly again?: Keys;
  readonly cause?: unknown;
}

/**
 * The keys that lead to a value, from the root value on.
 *
 * @example
 * ```ts
 * const keys: Keys = ["params", 1, "_content"];
 * ```
 */
export type Keys = readonly (string | number)[];

const placed = Symbol("the place of a fault");

/** Creates the error for a fault at the path of the keys. */
export function faultAt(keys: Keys, fault: Fault, origin?: string): Error {
  const path = formatPath(keys, origin);
  const again = fault.again === undefined ? "" : `is the value at ${formatPath(fault.again, origin)} again, `;
  const message = `The value at ${path} ${again}${fault.message}`;
  return Object.defineProperty(made(fault, message, path), placed, { value: { keys, fault } });
}

function made(fault: Fault, message: string, path: string): Error {
  if (fault.kind === "type") return Object.assign(new TypeError(message), { path });
  if (fault.kind === "range") return Object.assign(new RangeError(message), { path });
  return new EncodeError(message, { path, cause: fault.cause });
}

/**
 * Replaces the path of a value that could not be encoded by the one that the caller knows: the codec sees a whole
 * request, and the caller of a method only passed `data`.
 *
 * @param error - what {@link Codec.encode} threw; any other error is returned unchanged
 * @param place - returns the name of a value that encloses the faulty one, and how many keys lead to it; `undefined`
 * for none
 * @example
 * ```ts
 * const error = relocateFault(thrown, ([first]) => (first === "params" ? { name: "data", depth: 2 } : undefined));
 * error.message; // => "The value at data.address is a function, …"
 * ```
 */
export function relocateFault(
  error: unknown,
  place: (keys: Keys) => { readonly name: string; readonly depth: number } | undefined,
): unknown {
  if (typeof error !== "object" || error === null || !Object.hasOwn(error, placed)) return error;
  const { keys, fault } = (error as { [placed]: { keys: Keys; fault: Fault } })[placed];
  const found = place(keys);
  if (found === undefined) return error;
  const again = fault.again?.slice(found.depth);
  return faultAt(keys.slice(found.depth), { ...fault, ...(again && { again }) }, found.name);
}
