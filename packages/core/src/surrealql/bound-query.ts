import { InvalidTableError, quoteIdentifier } from "@surreal-sdk/values";
import { markOpaque } from "../operation/opaque.ts";
import { endsInComment, readTemplate } from "./template.ts";

/** A piece of a fragment: text, a value, or a nested fragment. */
type Part = { readonly text: string } | { readonly value: unknown } | BoundQuery;

/** Receives the text and the values of a fragment in their order. @internal */
export interface PartVisitor {
  text(text: string): void;
  value(value: unknown): void;
}

/** What a fragment needs when it becomes part of another one. */
interface Nature {
  /** It has operators at its outermost level: inside other text it needs parentheses. */
  readonly isExpression?: boolean;
  /** Its last line ends in a comment: what follows needs a new line. */
  readonly endsInComment?: boolean;
}

const brand = Symbol.for("surreal-sdk.BoundQuery");

/**
 * SurrealQL with its values bound, never concatenated. Created by {@link surql} and the expression functions.
 *
 * @typeParam R - the result of each statement, which `query()` returns; an unchecked assertion
 * @example
 * ```ts
 * const adults = surql`SELECT * FROM user WHERE age > ${18}`;
 * adults.text; // => "SELECT * FROM user WHERE age > $_0"
 * adults.bindings; // => { _0: 18 }
 * ```
 */
export class BoundQuery<R extends unknown[] = unknown[]> {
  /** Carries the types of the results; no value has it. */
  declare readonly "~results"?: R;
  readonly #parts: readonly Part[];
  readonly #nature: Nature;
  #compiled: { readonly text: string; readonly bindings: Readonly<Record<string, unknown>> } | undefined;

  /** @internal use {@link surql} */
  constructor(parts: readonly Part[], nature: Nature = {}) {
    this.#parts = parts;
    this.#nature = nature;
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

  /** @internal */
  get nature(): Nature {
    return this.#nature;
  }

  /**
   * Visits all text and values. Nested fragments are neither copied into one another nor visited recursively:
   * thousands of them cost no more than their texts.
   *
   * @internal
   */
  visit(visitor: PartVisitor): void {
    const open = [this.#parts.values()];
    while (open.length > 0) {
      const step = (open.at(-1) as (typeof open)[number]).next();
      if (step.done === true) open.pop();
      else if (isFragment(step.value)) open.push(step.value.parts.values());
      else if ("text" in step.value) visitor.text(step.value.text);
      else visitor.value(step.value.value);
    }
  }

  #compile(): { readonly text: string; readonly bindings: Readonly<Record<string, unknown>> } {
    this.#compiled ??= compile(this);
    return this.#compiled;
  }

  /** Recognises fragments of another copy of this package: a server may bundle each of its parts with its own. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  static {
    markOpaque(this.prototype);
    Object.defineProperty(this.prototype, brand, { value: true });
  }
}

/** Outside the class: bundlers rename a class that refers to itself. */
function isFragment(part: Part): part is BoundQuery {
  return part instanceof BoundQuery;
}

function compile(query: BoundQuery): { text: string; bindings: Record<string, unknown> } {
  const bindings: Record<string, unknown> = {};
  const texts: string[] = [];
  let count = 0;
  query.visit({
    text: (text) => texts.push(text),
    value: (value) => {
      const name = `_${count}`;
      count += 1;
      bindings[name] = value;
      texts.push(`$${name}`);
    },
  });
  return { text: texts.join(""), bindings };
}

/**
 * Binds every interpolated value of a query. Other {@link BoundQuery} fragments, and {@link raw} text, become part of
 * the text; everything else, above all strings, is a value. A condition such as `eq("a", 1)` or `or(…)` keeps its
 * meaning: inside other text, it gets parentheses.
 *
 * @typeParam R - the result of each statement, such as `[User[]]`; an unchecked assertion
 * @throws TypeError when a value is inside quotes, where SurrealQL would read the name of its parameter as text; and for an
 * escape that a template cannot have, such as `\u` or `\1`.
 * @example
 * ```ts
 * const name = "O'Hara; DELETE user";
 * await db.query(surql`SELECT * FROM user WHERE name = ${name}`);
 * const [users] = await db.query(surql<[User[]]>`SELECT * FROM user`); // User[]
 * ```
 */
export function surql<R extends unknown[] = unknown[]>(
  strings: TemplateStringsArray,
  ...values: readonly unknown[]
): BoundQuery<R> {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError("surql is a template tag: write surql`SELECT …`. For text that you trust, there is raw().");
  }
  // The platform gives no text where it cannot read an escape: what stands there would be left out.
  if (strings.some((text) => text === undefined)) throw invalidEscape();
  const template = readTemplate(strings);
  const [only] = values;
  if (values.length === 1 && only instanceof BoundQuery && template.isBlank) return only as BoundQuery<R>;
  const parts: Part[] = [];
  strings.forEach((text, index) => {
    if (text !== "") parts.push({ text });
    if (index >= values.length) return;
    const value = values[index];
    if (value instanceof BoundQuery) addFragment(parts, value, value.nature.isExpression === true);
    else if (template.quoted.has(index)) throw quotedValue();
    else parts.push({ value });
  });
  return new BoundQuery(parts, { endsInComment: template.endsInComment });
}

/**
 * Adds a fragment to another one, so that neither changes the meaning of the other.
 *
 * @param grouped - whether it needs parentheses
 */
function addFragment(parts: Part[], fragment: BoundQuery, grouped: boolean): void {
  if (grouped) parts.push({ text: "(" });
  parts.push(fragment);
  if (fragment.nature.endsInComment === true) parts.push({ text: "\n" });
  if (grouped) parts.push({ text: ")" });
}

function quotedValue(): TypeError {
  return new TypeError(
    "surql`…`: a value stands inside of quotes, where it would not be read. Leave the quotes out: values are bound, and need none.",
  );
}

function invalidEscape(): TypeError {
  return new TypeError(
    "surql`…`: JavaScript cannot read an escape in the text. Write a backslash twice, or bind the text as a value.",
  );
}

/**
 * An expression made of parts: in another fragment, it stays one expression.
 *
 * @internal
 */
export function expression(parts: readonly Part[], nature: Nature = {}): BoundQuery {
  return new BoundQuery(parts, { ...nature, isExpression: true });
}

/**
 * A fragment in parentheses.
 *
 * @internal
 */
export function grouped(fragment: BoundQuery): BoundQuery {
  const parts: Part[] = [];
  addFragment(parts, fragment, true);
  return new BoundQuery(parts);
}

/**
 * Text that becomes part of a query unchanged; a comment at its end ends with it. Never pass untrusted text.
 *
 * @example
 * ```ts
 * const direction = descending ? raw("DESC") : raw("ASC");
 * await db.query(surql`SELECT * FROM user ORDER BY name ${direction}`);
 * ```
 */
export function raw(text: string): BoundQuery {
  if (typeof text !== "string") throw new TypeError(`raw() takes a string, not ${typeof text}.`);
  return new BoundQuery([{ text }], { endsInComment: endsInComment(text) });
}

/**
 * The name of a table where SurrealQL does not accept a parameter.
 *
 * @internal
 */
export function tableName(name: unknown): string {
  if (typeof name !== "string" || name === "")
    throw new InvalidTableError("A table is named by a string that is not empty.");
  return quoteIdentifier(name);
}
