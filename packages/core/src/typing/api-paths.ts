/** The methods of endpoints. */
export type ApiMethod = "get" | "post" | "put" | "patch" | "delete" | "trace";

/** The bodies of an endpoint: of the request, and of the answer. */
export type ApiBodies = readonly [request: unknown, response: unknown];

/**
 * The type of the endpoints of a database: paths as in DEFINE API, methods, and the bodies of request and answer. A name
 * after a colon stands for any text.
 *
 * @example
 * ```ts
 * interface Endpoints {
 *   "/users": { get: [void, User[]]; post: [NewUser, User] };
 *   "/users/:id": { get: [void, User] };
 * }
 * ```
 */
export type ApiPaths = object;

/** Endpoints about which nothing is known. */
export interface AnyApi {
  readonly [path: string]: { readonly [K in ApiMethod]: ApiBodies };
}

/** The paths of endpoints that have a method. */
export type PathOf<Paths, K extends string> = Pattern<PathsWith<Paths, K>>;

type PathsWith<Paths, K extends string> = {
  [P in keyof Paths & string]: Paths[P] extends { readonly [N in K]: unknown } ? P : never;
}[keyof Paths & string];

/** What can be called by a path with parameters. */
type Pattern<P extends string> = P extends `${infer Head}/:${string}/${infer Tail}`
  ? `${Head}/${string}/${Pattern<Tail>}`
  : P extends `${infer Head}/:${string}`
    ? `${Head}/${string}`
    : P;

/** The endpoint that a path calls: the one with this very path, otherwise those with parameters. */
type Called<Paths, P, K extends string> = P extends keyof Paths
  ? P
  : { [N in PathsWith<Paths, K>]: P extends Pattern<N> ? N : never }[PathsWith<Paths, K>];

type BodiesOf<Paths, P, K extends string> = Paths[Called<Paths, P, K> & keyof Paths][K &
  keyof Paths[Called<Paths, P, K> & keyof Paths]];

/** The body of a request to an endpoint. */
export type RequestBody<Paths, P, K extends string> =
  BodiesOf<Paths, P, K> extends readonly [infer Body, unknown] ? Body : unknown;

/** The body of the answer of an endpoint. */
export type ResponseBody<Paths, P, K extends string> =
  BodiesOf<Paths, P, K> extends readonly [unknown, infer Body] ? Body : unknown;
