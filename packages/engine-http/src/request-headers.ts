import type { RequestFacts } from "@surreal-sdk/transport";
import { TransportError } from "@surreal-sdk/transport";
import { quoted } from "@surreal-sdk/transport/toolkit";

/** Hop-by-hop headers, which describe the message itself; a wrong one could make a body be read as a second request. */
const hopByHop = [
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * Checks the headers of the user, once for all requests, and writes their names in lower case.
 *
 * @throws TypeError with the name of the header, never its value.
 */
export function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) {
      throw new TypeError(`${quoted(name)} is not a valid header name.`);
    }
    if (hopByHop.includes(lower)) throw new TypeError(`The header ${quoted(name)} is set by the transport.`);
    if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new TypeError(`The value of the header ${quoted(name)} must be text without line breaks.`);
    }
    checked[lower] = value;
  }
  return checked;
}

/** The headers of the requests of one connection. */
export class RequestHeaders {
  readonly #user: Readonly<Record<string, string>>;
  /** The last ones: most requests have the same facts as the one before. */
  #last: Made | undefined;

  constructor(user: Readonly<Record<string, string>>) {
    this.#user = user;
  }

  /**
   * Adds the facts of the request to the user's headers, and overrides headers of the same names: SurrealDB keeps
   * nothing of one HTTP request for the next. It reads names literally, as visible ASCII without any encoding.
   *
   * @throws {@link TransportError} (`not_sent`) for a name or token that a header cannot carry.
   */
  with(own: Readonly<Record<string, string>>, facts: RequestFacts): Readonly<Record<string, string>> {
    const { namespace, database, token } = facts;
    const last = this.#last;
    if (last?.own === own && last.namespace === namespace && last.database === database && last.token === token) {
      return last.headers;
    }
    const headers: Record<string, string> = { ...this.#user, ...own };
    if (namespace !== undefined) headers["surreal-ns"] = headerValue("namespace", namespace);
    if (database !== undefined) headers["surreal-db"] = headerValue("database", database);
    if (token !== undefined) headers.authorization = `Bearer ${headerValue("token", token)}`;
    this.#last = { own, namespace, database, token, headers };
    return headers;
  }
}

/** Headers, and the facts that they were created from. */
interface Made extends Pick<RequestFacts, "namespace" | "database" | "token"> {
  readonly own: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

function headerValue(what: "namespace" | "database" | "token", value: string): string {
  if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value;
  const shown = what === "token" ? "The token" : `The ${what} ${quoted(value, 80)}`;
  const message = `${shown} cannot be sent over HTTP, where SurrealDB takes visible ASCII alone. A connection with ws:// or wss:// takes it, except for export and import.`;
  throw new TransportError(message, { outcome: "not_sent" });
}
