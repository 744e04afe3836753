import type { RecordId } from "@surreal-sdk/values";
import { raw } from "../surrealql/bound-query.ts";
import { addFetch, addFields, addList, addWhere, type Field, type SelectClauses } from "../surrealql/clauses.ts";
import { and } from "../surrealql/expressions.ts";
import { type Statement, StatementBuilder } from "../surrealql/statement.ts";

/** The names under which a row carries what the SDK reads beside the fields of the user. */
const keyName = "__key";
const linksName = "__links";

/** A row, the id of its record, and the links of the row where they were read. */
export interface KeyedRow {
  readonly id: RecordId;
  readonly row: unknown;
  readonly links: unknown;
}

/**
 * Begins a SELECT up to its FROM. The rows carry their ids, whatever fields are read; {@link takeKey} removes them.
 *
 * @param links - fields of links, which are read unfetched as well
 * @internal
 */
export function keyedSelect(fields: SelectClauses["fields"], links: readonly Field[] = []): StatementBuilder {
  const statement = new StatementBuilder("SELECT ");
  addFields(statement, fields);
  // An alias of `id` itself would replace it in the row.
  statement.add(`, $this.id AS ${keyName}`);
  if (links.length > 0) {
    statement.add(", [");
    addList(statement, links, "links");
    statement.add(`] AS ${linksName}`);
  }
  return statement.add(" FROM ");
}

/** The clauses of a read by ids: none that makes one row depend on another. */
export interface ByIdClauses extends Pick<SelectClauses, "fields" | "where" | "fetch"> {
  /** Fields of links, which are read unfetched as well. */
  readonly links?: readonly Field[] | undefined;
}

/**
 * Reads records by their ids, those that exist and match.
 *
 * @param name - the parameter for the ids
 * @internal
 */
export function selectByIds(ids: readonly RecordId[], clauses: ByIdClauses, name = "_ids"): Statement {
  const { fields, where, fetch, links } = clauses;
  const statement = keyedSelect(fields, links).bind(name, ids);
  // The server also tests the condition for ids without a record.
  addWhere(statement, and(raw("id != NONE"), where));
  addFetch(statement, fetch);
  return statement.build();
}

/** Takes from a row what {@link keyedSelect} has added; the row itself is not copied. @internal */
export function takeKey(given: unknown): KeyedRow {
  const row = given as Record<string, unknown>;
  const { [keyName]: id, [linksName]: links } = row;
  delete row[keyName];
  delete row[linksName];
  return { id: id as RecordId, row, links };
}
