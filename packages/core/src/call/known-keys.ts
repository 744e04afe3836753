/**
 * Refuses options that nobody knows: a misspelled one would be ignored in silence.
 *
 * @throws TypeError that names the option and those there are.
 * @internal
 */
export function assertKnownKeys(options: object | undefined, known: readonly string[], method: string): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) throw new TypeError(`The options of ${method}() are an object.`);
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new TypeError(`${method}() has no option ${JSON.stringify(key)}. There are: ${known.join(", ")}.`);
  }
}
