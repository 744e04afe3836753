import { EncodeError } from "../format/codec-error.ts";

const plainKey = /^[A-Za-z_$][\w$]*$/;

/** Where a value stands, as JavaScript would spell it: `$.users[3].name`. */
export function formatPath(keys: readonly (string | number)[]): string {
  let path = "$";
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else path += plainKey.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  }
  return path;
}

/** What is wrong with a value, before it is known where the value stands. */
export interface Fault {
  /** `"type"` and `"range"` are mistakes of the caller, and so a `TypeError` and a `RangeError`. */
  readonly kind: "type" | "range" | "value";
  /** Reads on after "The value at $.a". */
  readonly message: string;
  readonly cause?: unknown;
}

/** Makes the error for a fault at `path`. */
export function faultAt(path: string, fault: Fault): Error {
  const message = `The value at ${path} ${fault.message}`;
  if (fault.kind === "type") return Object.assign(new TypeError(message), { path });
  if (fault.kind === "range") return Object.assign(new RangeError(message), { path });
  return new EncodeError(message, { path, cause: fault.cause });
}
