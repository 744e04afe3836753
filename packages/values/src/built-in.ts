/**
 * The built-in classes that {@link isBuiltIn} recognises across realms.
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
  /** An error; of any subclass. */
  readonly Error: Error;
  /** An address. */
  readonly URL: URL;
}

/** The classes of this realm: the engine finds a property of the global object slowly where its name varies. */
const classes: { readonly [Name in keyof BuiltIns]: abstract new (...args: never) => BuiltIns[Name] } = {
  Date,
  Map,
  Set,
  Uint8Array,
  ArrayBuffer,
  Error,
  URL,
};

/** A check that only a genuine instance passes, of any realm; without one, the class's name decides. */
const proofs: { readonly [Name in keyof BuiltIns]?: (value: object) => unknown } = {
  Date: (value) => Date.prototype.getTime.call(value),
  // By their own methods: those of a proxy that a framework has made, such as Vue, reach what it wraps.
  Map: (value) => (value as Map<unknown, unknown>).has(undefined),
  Set: (value) => (value as Set<unknown>).has(undefined),
  Uint8Array: (value) => assertView(value),
};

/**
 * Recognises an instance of a built-in class of any realm: a frame, a `vm` context and every Jest test have classes of
 * their own, whose instances `instanceof` does not recognise.
 *
 * @example
 * ```ts
 * isBuiltIn(new Date(), "Date"); // => true
 * isBuiltIn(Object.create(Date.prototype), "Date"); // => false
 * ```
 */
export function isBuiltIn<Name extends keyof BuiltIns>(value: unknown, name: Name): value is BuiltIns[Name] {
  if (typeof value !== "object" || value === null) return false;
  // Nearly all values are of this realm, and reading a brand makes two strings.
  // A built-in error may have its own tag, as a DOMException has, and a subclass may define one.
  const isNamed = value instanceof classes[name] || brandOf(value) === name;
  return isNamed && isProved(value, proofs[name]);
}

function brandOf(value: object): string {
  // A subclass of a typed array, such as Buffer, inherits the getter of the tag; nothing else has it.
  return Object.prototype.toString.call(value).slice(8, -1);
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
