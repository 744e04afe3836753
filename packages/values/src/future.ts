import { describeType } from "./describe-type.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";

/**
 * A value that a 2.x database computes when it is read. 3.x has computed fields instead and refuses it.
 *
 * @example
 * ```ts
 * String(new Future("time::now()")); // => "<future> { time::now() }"
 * ```
 */
export class Future {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Future";
  /** The SurrealQL between the braces, as the server sent it. */
  readonly body: string;

  /**
   * @param body - SurrealQL, without the braces; it is not checked, so never build it from what a user typed
   * @throws TypeError when it is not a string
   */
  constructor(body: string) {
    if (typeof body !== "string")
      throw new TypeError(`A Future is made of SurrealQL text, not of ${describeType(body)}.`);
    this.body = body;
    Object.freeze(this);
  }

  /**
   * Creates a future from what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(body: string): Future {
    const made = Object.create(Future.prototype) as Unfrozen<Future>;
    made.body = body;
    return Object.freeze(made);
  }

  /** Whether the other value is a future of the same text. */
  equals(other: unknown): boolean {
    return valueKind(other) === "future" && (other as Future).body === this.body;
  }

  /** The future as SurrealQL of 2.x. */
  toString(): string {
    return `<future> { ${this.body} }`;
  }

  /** The same text as {@link Future.toString}. */
  toJSON(): string {
    return this.toString();
  }

  static {
    markKind(this, "future", "Future");
  }
}
