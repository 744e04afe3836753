import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { typeName } from "../call/type-name.ts";
import { ApiStatusError } from "../errors/answered-errors.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { StatementBuilder } from "../surrealql/statement.ts";
import { type Into, onlyRow, readInto, takeInto } from "./into.ts";
import { fetchWithNewer, type NewerClause } from "./newer-clause.ts";

/** What a request to an endpoint can contain besides its body. */
export interface ApiCallOptions<V extends boolean = boolean, T = unknown> {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The parameters after the `?` of a URL. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /**
   * Return the body alone, and raise an {@link ApiStatusError} for a status outside of 200 to 299. Default: false, the
   * whole answer is returned, whatever its status.
   */
  readonly value?: V | undefined;
  /** Read the body into a schema. Only bodies of answers with a status of 200 to 299 are read into it. */
  readonly into?: Into<T> | undefined;
}

/** A request to an endpoint. */
export interface ApiRequest<V extends boolean = boolean, T = unknown> extends ApiCallOptions<V, T> {
  /** Default: `"get"`. */
  readonly method?: string | undefined;
  readonly body?: unknown;
}

/** The answer of an endpoint. */
export interface ApiResponse<T = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

/** The options of `api()`. */
export interface ApiOptions {
  /** The beginning of all paths, such as `"/v1"`. */
  readonly prefix?: string | undefined;
  /** Headers for all requests; those of a request take precedence. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const invoking: NewerClause = { method: "api", option: "api", clause: "api::invoke()", since: [3, 0] };
const methods: readonly string[] = ["get", "post", "put", "patch", "delete", "trace"];
const requestKeys = ["method", "body", "headers", "query", "value", "into"] as const;

/** @internal */
export function* invokeApi(
  context: CallContext,
  options: ApiOptions | undefined,
  given: { readonly path: unknown; readonly request: ApiRequest | undefined },
): Operation<unknown> {
  const request = knownOptions(given.request, requestKeys, "api");
  const { method = "get", value = false } = request;
  if (!methods.includes(method)) throw new TypeError(`The method of an endpoint is one of: ${methods.join(", ")}.`);
  if (typeof value !== "boolean") throw new TypeError("`value` is true or false.");
  const into = takeInto(request.into, context.state.services);
  const shared = knownOptions(options, ["prefix", "headers"], "api");
  const path = `${prefixOf(shared.prefix ?? "")}${pathOf(given.path)}`;
  const sent = {
    method,
    headers: { ...texts(shared.headers, "headers"), ...texts(request.headers, "headers") },
    query: texts(request.query, "query"),
    ...(request.body === undefined ? {} : { body: request.body }),
  };
  const statement = new StatementBuilder("RETURN api::invoke(").bind("_path", path).add(", ").bind("_request", sent);
  const answer = toResponse((yield* fetchWithNewer(context, statement.add(")").build(), invoking))[0]);
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (value && !isSuccess) throw new ApiStatusError({ method, path, ...answer });
  if (into === undefined || !isSuccess) return value ? answer.body : answer;
  const body = yield* readInto(into, answer.body, onlyRow, context.state.services.fromPromise);
  return value ? body : { ...answer, body };
}

function prefixOf(given: unknown): string {
  if (typeof given !== "string") throw new TypeError(`The prefix of an endpoint is text, not ${typeName(given)}.`);
  return given.endsWith("/") ? given.slice(0, -1) : given;
}

/** @throws TypeError when it is not the path of an endpoint. */
function pathOf(given: unknown): string {
  if (typeof given !== "string") throw new TypeError(`The path of an endpoint is text, not ${typeName(given)}.`);
  if (!given.startsWith("/")) throw new TypeError('The path of an endpoint begins with a slash, such as "/users".');
  if (given.includes("?"))
    throw new TypeError('The path of an endpoint has no query string: pass `query: { q: "…" }`.');
  return given;
}

/** A copy, so that what the caller changes later is not sent. */
function texts(given: unknown, name: string): Readonly<Record<string, string>> {
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null) throw new TypeError(`\`${name}\` is an object of texts.`);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== "string") {
      throw new TypeError(`\`${name}\`: the value of ${JSON.stringify(key)} is text, not ${typeName(value)}.`);
    }
  }
  return { ...given };
}

function toResponse(answer: unknown): ApiResponse {
  const status = field(answer, "status");
  if (typeof status !== "number") {
    throw new UnexpectedResponseError("The answer of an endpoint has no status.", { outcome: "unknown" });
  }
  const headers = (field(answer, "headers") ?? {}) as ApiResponse["headers"];
  return { status, headers, body: field(answer, "body") };
}
