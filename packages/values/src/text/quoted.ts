/** What acts in terminals and logs in place of being seen: control characters, and those that turn the direction of text. */
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Puts a text, or anything else as a text, in quotes for a message: all of it is seen, and none of it acts. Control characters, invisible ones and
 * those that turn the direction of text are shown as escapes, and what is longer than 200 characters is cut off.
 *
 * @example
 * ```ts
 * quoted("a\u202eb"); // => '"a\\u202eb"'
 * ```
 */
export function quoted(given: unknown, most = 200): string {
  const text = String(given);
  return JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text).replace(acting, escaped);
}

/**
 * Shows a text within a message, without quotes: what would act is shown as an escape.
 *
 * @example
 * ```ts
 * visible("a\u202eb"); // => "a\\u202eb"
 * ```
 */
export function visible(text: string): string {
  return text.replace(acting, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) as number;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
