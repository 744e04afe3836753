import { describeType } from "./describe-type.ts";
import { isReserved } from "./reserved-words.ts";

const plain = /^[A-Za-z_][A-Za-z0-9_]*$/;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Writes a name as a SurrealQL identifier: the one place where names become query text.
 *
 * A plain word stays as it is; every other name, keywords included, is put in backticks with `` ` `` and `\` escaped.
 * The other form, `⟨…⟩`, is not used, since the 3.x parser has no escape for `⟩` in it besides `\u{27E9}`.
 *
 * @param name - any text, including the empty one
 * @throws TypeError when it is not a string
 * @throws RangeError when it contains an unpaired surrogate, which cannot be sent as UTF-8
 * @example
 * ```ts
 * quoteIdentifier("user"); // => "user"
 * quoteIdentifier("my table"); // => "`my table`"
 * quoteIdentifier("select"); // => "`select`"
 * ```
 */
export function quoteIdentifier(name: string): string {
  if (typeof name !== "string") throw new TypeError(`A name must be a string, not ${describeType(name)}.`);
  if (plain.test(name) && !isReserved(name)) return name;
  assertWellFormed(name, "A name");
  return `\`${name.replace(/[\\`]/g, "\\$&")}\``;
}

/**
 * Writes a text as a SurrealQL string literal.
 *
 * @internal
 */
export function quoteText(text: string): string {
  assertWellFormed(text, "A text");
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * Refuses an unpaired surrogate: UTF-8 cannot encode it, so the database would receive another text.
 *
 * @internal
 */
export function assertWellFormed(text: string, what: string): void {
  if (loneSurrogate.test(text)) {
    throw new RangeError(
      `${what} holds half a surrogate pair, which UTF-8 cannot carry: pass well-formed Unicode text.`,
    );
  }
}
