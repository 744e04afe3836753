/**
 * What statements may use: everything (`true`), nothing (`false`), a list of names, or a list to allow and one to
 * deny.
 */
export type AllowDeny =
  | boolean
  | readonly string[]
  | { readonly allow?: boolean | readonly string[]; readonly deny?: boolean | readonly string[] };

/** What statements may do in an embedded database. An omitted option keeps the database's default. */
export interface EmbeddedCapabilities {
  /**
   * Functions, by family or in full: `"http"`, `"math::abs"`, `"fn::*"`. The database cannot parse a name with an
   * underscore here: use its family.
   */
  readonly functions?: AllowDeny | undefined;
  /**
   * Hosts that `http::` functions may connect to: `"example.com"`, `"example.com:443"`, `"10.0.0.0/8"`,
   * `"[::1]:8000"`.
   */
  readonly networkTargets?: AllowDeny | undefined;
  /** Experimental features: `"files"` (buckets) and `"surrealism"` (modules). Off unless listed. */
  readonly experimental?: AllowDeny | undefined;
  /** Embedded JavaScript functions. The module of `@surrealdb/node` 3.0.3 is built without them. */
  readonly scripting?: boolean | undefined;
}

/** Settings of an embedded database. */
export interface EmbeddedOptions {
  /**
   * What statements may do; `true` for everything except experimental features, `false` for nothing that is
   * optional.
   */
  readonly capabilities?: boolean | EmbeddedCapabilities | undefined;
  /**
   * Milliseconds after which a statement fails with `Query/TimedOut`. The database counts whole seconds up to 255,
   * so the value is rounded up. Default: no limit.
   */
  readonly queryTimeout?: number | undefined;
  /** Milliseconds after which a transaction fails, with the same rounding. Default: no limit. */
  readonly transactionTimeout?: number | undefined;
  /**
   * The namespace and database that `use` without arguments selects, created in a new store; `false` for none.
   * Default: `main` and `main`.
   */
  readonly defaults?: boolean | { readonly namespace: string; readonly database: string } | undefined;
}
