import { Caller, perform } from "../lite/caller.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import { markOpaque } from "../operation/opaque.ts";
import type { Operation } from "../operation/operation.ts";
import {
  type ApiCallOptions,
  type ApiOptions,
  type ApiRequest,
  type ApiResponse,
  invokeApi,
} from "../query/invoke-api.ts";
import type { AnyApi, ApiMethod, ApiPaths, PathOf, RequestBody, ResponseBody } from "../typing/api-paths.ts";
import type { Held } from "../typing/held.ts";

type Answered<M extends Mode, Body, V extends boolean, Made> = Returns<
  M,
  V extends true ? Read<Made, Body> : ApiResponse<Read<Made, Body>>
>;
type Read<Made, Body> = [Made] extends [never] ? Body : Held<Made>;

/** The body can be omitted where there is none. */
type BodyGiven<Body, Options> = undefined extends Body
  ? [body?: Body, options?: Options]
  : [body: Body, options?: Options];

/**
 * The endpoints of a database (DEFINE API), called with the rights of the connection, the session or the transaction.
 * See {@link api}.
 *
 * @typeParam Paths - the type of the endpoints
 */
export class Api<M extends Mode, Paths extends ApiPaths = AnyApi> {
  readonly #context: LiteContext<M>;
  readonly #options: ApiOptions | undefined;

  /** @internal use `api()` */
  constructor(context: LiteContext<M>, options: ApiOptions | undefined) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * Calls an endpoint.
   *
   * @typeParam T - the type of the body of the answer; an unchecked assertion
   * @throws TypeError when path or request are wrong; nothing is sent then.
   * @throws {@link ApiStatusError} for a status outside of 200 to 299, with `value: true`.
   * @throws {@link UnsupportedFeatureError} when the server has no endpoints.
   * @example
   * ```ts
   * const { status, body } = await api(db).invoke("/report", { method: "post", body: { year: 2026 } });
   * ```
   */
  invoke<T = unknown, const V extends boolean = false>(
    path: string,
    request?: ApiRequest<V, T>,
  ): Returns<M, V extends true ? T : ApiResponse<T>> {
    return this.#call(path, request);
  }

  /** Calls an endpoint with GET. Throws the same errors as {@link Api.invoke}. */
  get<const P extends PathOf<Paths, "get">, const V extends boolean = false, Made = never>(
    path: P,
    options?: ApiCallOptions<V, Made>,
  ): Answered<M, ResponseBody<Paths, P, "get">, V, Made> {
    return this.#call(path, options);
  }

  /** Calls an endpoint with POST. Throws the same errors as {@link Api.invoke}. */
  post<const P extends PathOf<Paths, "post">, const V extends boolean = false, Made = never>(
    path: P,
    ...given: BodyGiven<RequestBody<Paths, P, "post">, ApiCallOptions<V, Made>>
  ): Answered<M, ResponseBody<Paths, P, "post">, V, Made> {
    return this.#send("post", path, given);
  }

  /** Calls an endpoint with PUT. Throws the same errors as {@link Api.invoke}. */
  put<const P extends PathOf<Paths, "put">, const V extends boolean = false, Made = never>(
    path: P,
    ...given: BodyGiven<RequestBody<Paths, P, "put">, ApiCallOptions<V, Made>>
  ): Answered<M, ResponseBody<Paths, P, "put">, V, Made> {
    return this.#send("put", path, given);
  }

  /** Calls an endpoint with PATCH. Throws the same errors as {@link Api.invoke}. */
  patch<const P extends PathOf<Paths, "patch">, const V extends boolean = false, Made = never>(
    path: P,
    ...given: BodyGiven<RequestBody<Paths, P, "patch">, ApiCallOptions<V, Made>>
  ): Answered<M, ResponseBody<Paths, P, "patch">, V, Made> {
    return this.#send("patch", path, given);
  }

  /** Calls an endpoint with DELETE. Throws the same errors as {@link Api.invoke}. */
  delete<const P extends PathOf<Paths, "delete">, const V extends boolean = false, Made = never>(
    path: P,
    ...given: BodyGiven<RequestBody<Paths, P, "delete">, ApiCallOptions<V, Made>>
  ): Answered<M, ResponseBody<Paths, P, "delete">, V, Made> {
    return this.#send("delete", path, given);
  }

  /** Calls an endpoint with TRACE. Throws the same errors as {@link Api.invoke}. */
  trace<const P extends PathOf<Paths, "trace">, const V extends boolean = false, Made = never>(
    path: P,
    ...given: BodyGiven<RequestBody<Paths, P, "trace">, ApiCallOptions<V, Made>>
  ): Answered<M, ResponseBody<Paths, P, "trace">, V, Made> {
    return this.#send("trace", path, given);
  }

  #send<R>(method: ApiMethod, path: string, [body, options]: readonly [body?: unknown, options?: object]): R {
    return this.#call(path, { ...options, method, body });
  }

  #call<R>(path: string, request: ApiRequest | undefined): R {
    const operation = invokeApi(this.#context, this.#options, { path, request });
    return perform(this.#context, "api", operation as Operation<never>) as R;
  }

  static {
    markOpaque(this.prototype);
  }
}

/**
 * Gives access to the endpoints that a database defines with DEFINE API. They run inside the database, with the rights
 * of the connection, the session or the transaction, over every engine.
 *
 * @typeParam Paths - the type of the endpoints, an unchecked assertion; without it, every path is accepted
 * @throws TypeError when it is given something else.
 * @example
 * ```ts
 * interface Endpoints {
 *   "/users": { get: [void, User[]]; post: [NewUser, User] };
 *   "/users/:id": { get: [void, User] };
 * }
 * const endpoints = api<Endpoints>(db);
 * const { status, body } = await endpoints.get("/users/ada");
 * const user = await endpoints.post("/users", { name: "Bob" }, { value: true });
 * ```
 */
export function api<Paths extends ApiPaths = AnyApi>(db: Caller<"async">, options?: ApiOptions): Api<"async", Paths>;
/** Gives access to the endpoints of a blocking connection; see the overload for async connections. */
export function api<Paths extends ApiPaths = AnyApi>(
  db: Caller<"blocking">,
  options?: ApiOptions,
): Api<"blocking", Paths>;
/** Works in either mode. */
export function api<M extends Mode>(db: Caller<M>, options?: ApiOptions): Api<M> {
  return new Api(Caller.contextOf(db, "api"), options);
}
