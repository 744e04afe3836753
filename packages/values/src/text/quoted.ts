/**
 * Characters that take effect in terminals and logs: control characters, and those that change the direction of text.
 */
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Quotes a text, or any other value as text, for a message. Control characters, invisible ones and those that change
 * the direction of text are escaped, and a text longer than 200 characters is cut off.
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
 * Makes a text safe for a message, without quotes: control characters are escaped.
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
