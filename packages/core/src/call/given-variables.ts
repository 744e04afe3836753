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
