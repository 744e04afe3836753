/**
 * What is known about a request that was rejected.
 *
 * - `"not_sent"`: no byte of it left this process; the database never saw it.
 * - `"failed"`: the server said that it did not happen.
 * - `"unknown"`: it was sent and the answer was lost; it may or may not have happened.
 */
export type Outcome = "not_sent" | "failed" | "unknown";

/** What every {@link SurrealError} may carry beside its message. */
export interface SurrealErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** What is known about the request this error rejects; leave out when it concerns none. */
  readonly outcome?: Outcome | undefined;
  /** Whether sending the same request again cannot apply it twice. Default: `outcome === "not_sent"`. */
  readonly retrySafe?: boolean | undefined;
}

const brand = Symbol.for("surreal-sdk.SurrealError");

/**
 * The base of every error that the SDK raises on its own account.
 *
 * A caller's mistake (a wrong type, a number out of range) is a `TypeError` or `RangeError` instead.
 * `instanceof` works across two installed copies of the package.
 *
 * @example
 * ```ts
 * try {
 *   await db.create("user", { name: "Ada" });
 * } catch (error) {
 *   if (error instanceof SurrealError && error.outcome === "unknown") await lookWhetherItHappened();
 *   else throw error;
 * }
 * ```
 */
export class SurrealError extends Error {
  /** What the class is called: in `name`, and to other copies of the package. Minifiers change the name of the class itself. */
  static readonly errorName: string = "SurrealError";

  /** What is known about the request; `undefined` when the error concerns none. */
  declare readonly outcome: Outcome | undefined;
  /** Whether sending the same request again cannot apply it twice. */
  declare readonly retrySafe: boolean;

  constructor(message: string, options: SurrealErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const own = { configurable: true, enumerable: false, writable: true };
    Object.defineProperty(this, "name", { ...own, value: nameOf(new.target) });
    // Enumerable: a printed error shows what it means for the request.
    Object.defineProperty(this, "outcome", {
      ...own,
      enumerable: options.outcome !== undefined,
      value: options.outcome,
    });
    Object.defineProperty(this, "retrySafe", {
      ...own,
      enumerable: true,
      value: options.retrySafe ?? options.outcome === "not_sent",
    });
  }

  /** What `JSON.stringify` shows: the name, the message, and the facts of the error. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...Object.fromEntries(Object.entries(this)) };
  }

  /** Recognises instances made by another copy of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    if (Object.prototype.isPrototypeOf.call(this.prototype, value)) return true;
    if (!(brand in value)) return false;
    for (let proto = Object.getPrototypeOf(value); proto !== null; proto = Object.getPrototypeOf(proto)) {
      if (typeof proto.constructor === "function" && nameOf(proto.constructor) === nameOf(this)) return true;
    }
    return false;
  }

  static {
    Object.defineProperty(this.prototype, brand, { value: true });
  }
}

/** A class of the SDK says its name itself; one that somebody else derives from it has its own. */
function nameOf(errorClass: { readonly name: string; readonly errorName?: string }): string {
  return (Object.hasOwn(errorClass, "errorName") ? errorClass.errorName : undefined) ?? errorClass.name;
}
