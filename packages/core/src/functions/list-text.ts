import { sessionStatements, statementsOf } from "@surreal-sdk/transport/toolkit";
import type { Compiled } from "../query/compiled.ts";
import type { Statement } from "../surrealql/statement.ts";
import { ListNames } from "./list-names.ts";
import { returnedValue } from "./returned-value.ts";

/** The value of the last statement, which shows that all before it were reached. @internal */
export const reached = "_reached";

/** One part of a list of statements: its texts, and where they begin in the text of the transaction. */
export interface Part {
  readonly compiled: Compiled;
  readonly texts: readonly string[];
  readonly first: number;
}

/**
 * Writes the statements of a list as one transaction.
 *
 * @throws TypeError for what cannot be part of a transaction.
 * @internal
 */
export function toTransaction(list: readonly Compiled[]): { readonly parts: Part[]; readonly statement: Statement } {
  const own = list.map(({ statement: { text, bindings } }) => ({ texts: statementsOf(text).map(checked), bindings }));
  const names = new ListNames(own);
  const last = names.fresh(reached);
  const texts = names.keep();
  const parts = own.map((part, index): Part => {
    texts.push(...names.enter(index));
    const first = texts.length;
    texts.push(...part.texts);
    return { compiled: list[index] as Compiled, texts: part.texts, first };
  });
  const bindings = { ...names.bindings, [last]: reached };
  return { parts, statement: { text: `BEGIN;\n${[...texts, `$${last}`].join("\n;\n")};\nCOMMIT;`, bindings } };
}

/** @throws TypeError for what cannot be part of a transaction. */
function checked(text: string): string {
  const word = /^(?:begin|commit|cancel)\b/i.exec(text)?.[0] ?? sessionStatements(text)[0];
  if (word !== undefined) {
    throw new TypeError(`${word.toUpperCase()} cannot be part of a transaction: send it as a query of its own.`);
  }
  return returnedValue(text);
}
