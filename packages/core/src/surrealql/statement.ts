import { assertVariables } from "../call/known-keys.ts";
import { typeName } from "../call/type-name.ts";
import { BoundQuery } from "./bound-query.ts";

/** SurrealQL text and the values of its parameters, ready to be sent. */
export interface Statement {
  readonly text: string;
  readonly bindings: Readonly<Record<string, unknown>>;
}

/**
 * Builds a statement clause by clause. Values are bound under names that start with an underscore, as in the reference
 * implementation (`$_resource`, `$_content`, …), so that they cannot collide with a user's own variables unless those
 * begin with one too.
 */
export class StatementBuilder {
  #text: string;
  readonly #bindings: Record<string, unknown> = {};

  constructor(text: string) {
    this.#text = text;
  }

  /** Adds text as it is. */
  add(text: string): this {
    this.#text += text;
    return this;
  }

  /** Adds a parameter with its value. */
  bind(name: string, value: unknown): this {
    this.#bindings[name] = value;
    this.#text += `$${name}`;
    return this;
  }

  /** Adds a fragment; the prefix is added to the names of its values. */
  addQuery(fragment: BoundQuery, prefix: string): this {
    let count = 0;
    fragment.visit({
      text: (text) => this.add(text),
      value: (value) => {
        this.bind(`${prefix}${count}`, value);
        count += 1;
      },
    });
    return fragment.nature.endsInComment === true ? this.add("\n") : this;
  }

  build(): Statement {
    return { text: this.#text, bindings: this.#bindings };
  }
}

/**
 * Converts the arguments of `query()` to text and bindings. The variables are copied: later changes by the caller have
 * no effect, and the SDK never writes to them.
 *
 * @throws TypeError when it is neither text nor a bound query, or the variables are no object with their names.
 * @internal
 */
export function toStatement(query: unknown, variables: unknown): Statement {
  if (variables !== undefined) assertVariables(variables, "The variables of a query");
  if (query instanceof BoundQuery) {
    return { text: query.text, bindings: merged(query.bindings, variables ?? {}) };
  }
  if (typeof query !== "string") {
    throw new TypeError(`A query is a string or surql\`…\`, not ${typeName(query)}.`);
  }
  return { text: query, bindings: { ...variables } };
}

function merged(bindings: Readonly<Record<string, unknown>>, variables: object): Record<string, unknown> {
  for (const name of Object.keys(variables)) {
    if (Object.hasOwn(bindings, name)) {
      throw new TypeError(`The variable $${name} is bound by the query itself; give yours another name.`);
    }
  }
  return { ...bindings, ...variables };
}
