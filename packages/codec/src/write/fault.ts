import { quoted } from "@surreal-sdk/values";
import { EncodeError } from "../format/codec-error.ts";

const plainKey = /^[A-Za-z_$][\w$]*$/;

/** Where a value stands, as JavaScript would spell it: `$.users[3].name`. */
export function formatPath(keys: readonly (string | number)[], origin: string = "$"): string {
  let path = origin;
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else path += plainKey.test(key) ? `.${key}` : `[${quoted(key)}]`;
  }
  return path;
}

/** What is wrong with a value, before it is known where the value stands. */
export interface Fault {
  /** `"type"` and `"range"` are mistakes of the caller, and so a `TypeError` and a `RangeError`. */
  readonly kind: "type" | "range" | "value";
  /** Reads on after "The value at $.a". */
  readonly message: string;
  /** The keys of the value that it is again, where it is one that encloses it; named before the message. */
  readonly again?: Keys;
  readonly cause?: unknown;
}

/**
 * The keys that lead to a value, from the one that was handed in.
 *
 * @example
 * ```ts
 * const keys: Keys = ["params", 1, "_content"];
 * ```
 */
export type Keys = readonly (string | number)[];

const placed = Symbol("the place of a fault");

/** Makes the error for a fault at the place that the keys lead to. */
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
 * Names the place of a value that could not be written as the caller knows it: the codec sees a whole request, and who
 * made the call only `data`.
 *
 * @param error - what {@link Codec.encode} threw; anything else is handed back as it is
 * @param place - gives the name of a value that encloses the faulty one, and how many keys lead to that; `undefined` for none
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
