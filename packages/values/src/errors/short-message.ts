const begin = "Surreal SDK error ";
const end = ': see "Error numbers" in the docs.';

/**
 * The message of a numbered sentence, for bundles that contain no sentences: the build puts a call of this function in
 * the place of each one. A number inside of another message is shown as `#12`.
 *
 * @param values - what the sentence shows between its words, in its order
 * @example
 * ```ts
 * shortMessage(217, "age", shortMessage(12)); // => 'Surreal SDK error 217 (age, #12): see "Error numbers" in the docs.'
 * ```
 * @internal
 */
export function shortMessage(number: number, ...values: readonly unknown[]): string {
  const shown = values.map((value) => String(value).replaceAll(begin, "#").replaceAll(end, ""));
  while (shown.at(-1) === "") shown.pop();
  return `${begin}${number}${shown.length === 0 ? "" : ` (${shown.join(", ")})`}${end}`;
}
