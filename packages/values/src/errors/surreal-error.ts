/**
 * What is known about a request that was rejected.
 *
 * - `"not_sent"`: no byte of it left this process; the database never received it.
 * - `"failed"`: the server reported that it was not applied.
 * - `"unknown"`: it was sent and the answer was lost; it may or may not have been applied.
 */
export type Outcome = "not_sent" | "failed" | "unknown";

/** The facts that a {@link SurrealError} may have in addition to its message. */
export interface SurrealErrorOptions {
  /** The error that caused this one. */
  readonly cause?: unknown;
  /** What is known about the request that this error rejects; omit it when the error concerns no request. */
  readonly outcome?: Outcome | undefined;
  /** Whether sending the same request again cannot apply it twice. Default: `outcome === "not_sent"`. */
  readonly retrySafe?: boolean | undefined;
}

const brand = Symbol.for("surreal-sdk.SurrealError");

/**
 * The base of every error that the SDK raises itself.
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
  /**
   * The name of the class: in `name`, and for other copies of the package. Minifiers change the name of the class
   * itself.
   */
  static readonly errorName: string = "SurrealError";

  /** What is known about the request; `undefined` when the error concerns none. */
  declare readonly outcome: Outcome | undefined;
  /** Whether sending the same request again cannot apply it twice. */
  declare readonly retrySafe: boolean;

  constructor(message: string, options: SurrealErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const own = { configurable: true, enumerable: false, writable: true };
    Object.defineProperty(this, "name", { ...own, value: nameOf(new.target) });
    // Enumerable, so that a printed error shows them.
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

/** A class of the SDK declares its name itself; a class that a user derives from it has its own. */
function nameOf(errorClass: { readonly name: string; readonly errorName?: string }): string {
  return (Object.hasOwn(errorClass, "errorName") ? errorClass.errorName : undefined) ?? errorClass.name;
}
