import { InvalidTableError, quoteIdentifier } from "@surreal-sdk/values";
import { typeName } from "../call/type-name.ts";

type Part = { readonly text: string } | { readonly value: unknown };

/**
 * SurrealQL with its values bound, never concatenated. Made by {@link surql} and the expression functions.
 *
 * @example
 * ```ts
 * const adults = surql`SELECT * FROM user WHERE age > ${18}`;
 * adults.text; // => "SELECT * FROM user WHERE age > $_0"
 * adults.bindings; // => { _0: 18 }
 * ```
 */
export class BoundQuery {
  readonly #parts: readonly Part[];
  #compiled: { readonly text: string; readonly bindings: Readonly<Record<string, unknown>> } | undefined;

  /** @internal use {@link surql} */
  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** The text, with a parameter for every value. */
  get text(): string {
    return this.#compile().text;
  }

  /** The values by the names of their parameters. */
  get bindings(): Readonly<Record<string, unknown>> {
    return this.#compile().bindings;
  }

  /** @internal */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  #compile(): { readonly text: string; readonly bindings: Readonly<Record<string, unknown>> } {
    this.#compiled ??= compile(this.#parts);
    return this.#compiled;
  }
}

function compile(parts: readonly Part[]): { text: string; bindings: Record<string, unknown> } {
  const bindings: Record<string, unknown> = {};
  let count = 0;
  let text = "";
  for (const part of parts) {
    if ("text" in part) {
      text += part.text;
      continue;
    }
    const name = `_${count}`;
    count += 1;
    bindings[name] = part.value;
    text += `$${name}`;
  }
  return { text, bindings };
}

/**
 * Binds every interpolated value of a query. Other {@link BoundQuery} fragments, and {@link raw} text, become part
 * of the text; everything else, strings above all, is a value and stays one.
 *
 * @example
 * ```ts
 * const name = "O'Hara; DELETE user";
 * await db.query(surql`SELECT * FROM user WHERE name = ${name}`);
 * ```
 */
export function surql(strings: TemplateStringsArray, ...values: readonly unknown[]): BoundQuery {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError("surql is a template tag: write surql`SELECT …`. For text that you trust, there is raw().");
  }
  const parts: Part[] = [];
  strings.forEach((text, index) => {
    if (text !== "") parts.push({ text });
    if (index >= values.length) return;
    const value = values[index];
    if (value instanceof BoundQuery) parts.push(...value.parts);
    else parts.push({ value });
  });
  return new BoundQuery(parts);
}

/**
 * Text that becomes part of a query as it is. Never pass anything to it that came from outside.
 *
 * @example
 * ```ts
 * const direction = descending ? raw("DESC") : raw("ASC");
 * await db.query(surql`SELECT * FROM user ORDER BY name ${direction}`);
 * ```
 */
export function raw(text: string): BoundQuery {
  if (typeof text !== "string") throw new TypeError(`raw() takes a string, not ${typeof text}.`);
  return new BoundQuery([{ text }]);
}

/**
 * The path of a field, each segment quoted: `address.city` is the city inside of the address.
 *
 * @throws TypeError when it is no string, RangeError when it or one of its segments is empty.
 * @internal
 */
export function fieldPath(path: unknown): string {
  if (typeof path !== "string") throw new TypeError(`A field is named by a string, not ${typeName(path)}.`);
  const segments = path.split(".");
  if (segments.some((segment) => segment === "")) {
    throw new RangeError(`${JSON.stringify(path)} names no field: every part between the dots needs a name.`);
  }
  return segments.map(quoteIdentifier).join(".");
}

/**
 * The name of a table where SurrealQL takes no parameter.
 *
 * @internal
 */
export function tableName(name: unknown): string {
  if (typeof name !== "string" || name === "")
    throw new InvalidTableError("A table is named by a string that is not empty.");
  return quoteIdentifier(name);
}
