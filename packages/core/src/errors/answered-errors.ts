import { SurrealError } from "@surreal-sdk/values";

/** A property that is not shown where the error is printed. */
const unprinted = { configurable: true, enumerable: false, writable: true };

/** One entry of the `errors` of a GraphQL answer. */
export interface GraphqlIssue {
  readonly message: string;
  /** The field that failed. SurrealDB 3 names it for few errors. */
  readonly path?: readonly (string | number)[];
  /** Where in the text of the request. */
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * The server answered a GraphQL request with errors. `data` is what it found nevertheless. Where a field failed, others
 * may have been executed, so `outcome` is `"unknown"`; a request that is wrong is not executed at all.
 */
export class GraphqlError extends SurrealError {
  static override readonly errorName: string = "GraphqlError";

  /** The errors, as the server sent them. */
  declare readonly errors: readonly GraphqlIssue[];
  /** The part of the data that was found; `null` where there is none. */
  declare readonly data: unknown;

  /** @internal */
  constructor(errors: readonly GraphqlIssue[], data: unknown) {
    const [first] = errors;
    const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    super(`GraphQL: ${String(first?.message).slice(0, 1000)}${others}`, {
      outcome: (data ?? null) === null && !errors.some(isOfField) ? "failed" : "unknown",
    });
    this.errors = errors;
    Object.defineProperty(this, "data", { ...unprinted, value: data });
  }
}

/**
 * The first words of what the server's resolvers fail with. It sends no path with these errors, and no data if the type
 * of the failed field is not null, even though other fields of a mutation were applied.
 */
const resolverFailed =
  /^(?:Database error|Error resolving request|Internal Error|Authentication error|Error converting value): /u;

/** Whether the error is one of a field. Any other is one of the request, which was not executed. */
const isOfField = ({ path, message }: GraphqlIssue): boolean => Boolean(path) || resolverFailed.test(message);

/** What an endpoint answered, for {@link ApiStatusError}. */
export interface AnsweredStatus {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * An endpoint of the database answered with a status outside of 200 to 299, where its body alone was asked for. The
 * endpoint has run: `outcome` is `"unknown"`.
 */
export class ApiStatusError extends SurrealError {
  static override readonly errorName: string = "ApiStatusError";

  /** The method, such as `"get"`. */
  declare readonly method: string;
  declare readonly path: string;
  declare readonly status: number;
  declare readonly headers: Readonly<Record<string, string>>;
  /** The body of the answer. Not printed with the error. */
  declare readonly body: unknown;

  /** @internal */
  constructor({ method, path, status, headers, body }: AnsweredStatus) {
    super(`The endpoint ${method.toUpperCase()} ${path} answered with the status ${status}.`, { outcome: "unknown" });
    // Koa assigns the status of what a handler throws.
    Object.assign(this, { method, path, status });
    Object.defineProperty(this, "headers", { ...unprinted, value: headers });
    Object.defineProperty(this, "body", { ...unprinted, value: body });
  }
}
