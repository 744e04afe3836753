import type { Attributes } from "@opentelemetry/api";
import type { RequestStart } from "@surreal-sdk/core";

/** The first word of a statement. */
const keyword = /^\s*([A-Za-z]+)/;
/** What precedes the host of a URL, and what follows its port. */
const address = /^[a-z][a-z0-9+.-]*:\/\/(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/i;
const withServer = /^(ws|http)s?:/i;

/** The operation: the first keyword of a statement, otherwise the method. */
export function operationOf({ method, statement }: RequestStart): string {
  const word = statement === undefined ? undefined : keyword.exec(statement)?.[1];
  return word?.toUpperCase() ?? method;
}

/**
 * The attributes of a request by the semantic conventions for databases. They contain no parameter, and the text of a
 * statement only where it is wanted: at most 200 characters, without its literals.
 */
export function attributesOf(start: RequestStart, withText: boolean): Attributes {
  return { ...sharedAttributes(start), ...(withText ? { "db.query.text": start.statement } : {}) };
}

/** The attributes that a metric has as well: few values, so that there are few series. */
export function sharedAttributes(start: RequestStart): Attributes {
  const { namespace, database } = start;
  const place = [namespace, database].filter((name) => name !== undefined).join("|");
  return {
    "db.system.name": "surrealdb",
    "db.operation.name": operationOf(start),
    ...(place === "" ? {} : { "db.namespace": place }),
    ...serverOf(start.url),
  };
}

function serverOf(url: string): Attributes {
  const [, host, port] = withServer.test(url) ? (address.exec(url) ?? []) : [];
  if (host === undefined || host === "") return {};
  return { "server.address": host, ...(port === undefined ? {} : { "server.port": Number(port) }) };
}
