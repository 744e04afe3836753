import { closestName } from "./closest-name.ts";

/**
 * Refuses options that do not exist: a misspelled one would be ignored in silence.
 *
 * @throws TypeError that names the option and those there are.
 * @internal
 */
export function assertKnownKeys(options: object | undefined, known: readonly string[], method: string): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) {
    const example = options === true && known.includes("relation") ? ", such as { relation: true }" : "";
    throw new TypeError(`The options of ${method}() are an object${example}.`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key))
      throw new TypeError(`${method}() has no option ${JSON.stringify(key)}${instead(key, known)}`);
  }
}

/**
 * What a message says behind the name of an option that does not exist.
 *
 * @internal
 */
export function instead(name: string, known: readonly string[]): string {
  const closest = closestName(name, known);
  const all = `There are: ${known.join(", ")}.`;
  return closest === undefined ? `. ${all}` : `. Did you mean ${JSON.stringify(closest)}? ${all}`;
}
