/**
 * The classes of the platform that are told by what they are, and not by who made them.
 *
 * @example
 * ```ts
 * const dates: BuiltIns["Date"][] = given.filter((each) => isBuiltIn(each, "Date"));
 * ```
 */
export interface BuiltIns {
  /** A point in time. */
  readonly Date: Date;
  /** Entries by key. */
  readonly Map: Map<unknown, unknown>;
  /** Values, each once. */
  readonly Set: Set<unknown>;
  /** Bytes; a `Buffer` is some too. */
  readonly Uint8Array: Uint8Array;
  /** The memory that bytes lie in. */
  readonly ArrayBuffer: ArrayBuffer;
  /** A failure; of whichever subclass. */
  readonly Error: Error;
  /** An address. */
  readonly URL: URL;
}

/** What only a true instance has, of whichever realm; where nothing is listed, its name is believed. */
const proofs: { readonly [Name in keyof BuiltIns]?: (value: object) => unknown } = {
  Date: (value) => Date.prototype.getTime.call(value),
  Map: (value) => Map.prototype.has.call(value, undefined),
  Set: (value) => Set.prototype.has.call(value, undefined),
  Uint8Array: (value) => assertView(value),
};

/**
 * Tells an instance of a class of the platform, of whichever realm: a frame, a `vm` context and every Jest test have classes of
 * their own, whose instances `instanceof` does not know.
 *
 * @example
 * ```ts
 * isBuiltIn(new Date(), "Date"); // => true
 * isBuiltIn(Object.create(Date.prototype), "Date"); // => false
 * ```
 */
export function isBuiltIn<Name extends keyof BuiltIns>(value: unknown, name: Name): value is BuiltIns[Name] {
  if (typeof value !== "object" || value === null) return false;
  const isNamed = brandOf(value) === name || isOfThisRealm(value, name);
  return isNamed && isProved(value, proofs[name]);
}

function brandOf(value: object): string {
  // The tag of a typed array is a getter that a subclass, such as Buffer, inherits and nothing else has.
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** An error of the platform may have a tag of its own, as a DOMException has, and a subclass may bring one. */
function isOfThisRealm(value: object, name: keyof BuiltIns): boolean {
  const own = (globalThis as { readonly [name: string]: unknown })[name];
  return typeof own === "function" && value instanceof own;
}

function isProved(value: object, proof: ((value: object) => unknown) | undefined): boolean {
  try {
    proof?.(value);
    return true;
  } catch {
    return false;
  }
}

function assertView(value: object): void {
  if (!ArrayBuffer.isView(value)) throw new TypeError("It has no memory.");
}
