import { quoted } from "@surreal-sdk/values";
import { closestName } from "./closest-name.ts";

/**
 * Refuses unknown options, since a misspelled one would be ignored silently, and returns a copy of the others: own
 * properties only, so that a polluted `Object.prototype` sets none.
 *
 * @throws TypeError that names the option and the known ones.
 * @internal
 */
export function knownOptions<T extends object>(options: T | undefined, known: readonly string[], method: string): T {
  const own = Object.create(null) as T;
  if (options === undefined) return own;
  if (typeof options !== "object" || options === null) {
    const example = options === true && known.includes("relation") ? ", such as { relation: true }" : "";
    throw new TypeError(`The options of ${method}() are an object${example}.`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`${method}() has no option ${quoted(key)}${instead(key, known)}`);
  }
  return Object.assign(own, options);
}

/**
 * The end of a message about an option that does not exist.
 *
 * @internal
 */
export function instead(name: string, known: readonly string[]): string {
  const closest = closestName(name, known);
  const all = `There are: ${known.join(", ")}.`;
  return closest === undefined ? `. ${all}` : `. Did you mean ${quoted(closest)}? ${all}`;
}

/**
 * Validates an object with variables: what is not found in it under its name would be NONE for the server.
 *
 * @param owner - whose they are, as the beginning of a sentence
 * @throws TypeError when it is no object with names, or when a name begins with a dollar.
 * @internal
 */
export function assertVariables(given: unknown, owner: string): asserts given is object {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(`${owner} are an object: { name: value }.`);
  }
  if (Symbol.iterator in given) {
    throw new TypeError(`${owner} are a plain object: for a Map or FormData pass Object.fromEntries(entries).`);
  }
  if (Object.keys(given).some(isDollarName)) throw new TypeError(`${owner} are named ${undollared}`);
}

/** Whether a name begins with a dollar, which belongs to the query and not to the name. @internal */
export function isDollarName(name: string): boolean {
  return name.startsWith("$");
}

/** @internal */
export const undollared = "without the dollar: { name: value }, not { $name: value }.";
