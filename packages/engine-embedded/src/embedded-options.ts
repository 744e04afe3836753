/** What statements may use: all (`true`), nothing (`false`), a list of names, or one list to allow and one to deny. */
export type AllowDeny =
  | boolean
  | readonly string[]
  | { readonly allow?: boolean | readonly string[]; readonly deny?: boolean | readonly string[] };

/** What statements may do in an embedded database. What is omitted keeps the database's own default. */
export interface EmbeddedCapabilities {
  /**
   * Functions, by family or in full: `"http"`, `"math::abs"`, `"fn::*"`. The database cannot read a name with an
   * underscore here: name its family.
   */
  readonly functions?: AllowDeny;
  /** Hosts that `http::` functions may reach: `"example.com"`, `"example.com:443"`, `"10.0.0.0/8"`, `"[::1]:8000"`. */
  readonly networkTargets?: AllowDeny;
  /** Experimental features: `"files"` (buckets) and `"surrealism"` (modules). Off unless named. */
  readonly experimental?: AllowDeny;
  /** Embedded JavaScript functions. The module of `@surrealdb/node` 3.0.3 is built without them. */
  readonly scripting?: boolean;
}

/** Settings of an embedded database. */
export interface EmbeddedOptions {
  /** What statements may do; `true` for everything but experiments, `false` for nothing that is optional. */
  readonly capabilities?: boolean | EmbeddedCapabilities;
  /**
   * Milliseconds after which a statement fails with `Query/TimedOut`. The database counts whole seconds up to 255,
   * so it is rounded up. Default: no limit.
   */
  readonly queryTimeout?: number;
  /** Milliseconds after which a transaction fails, with the same rounding. Default: no limit. */
  readonly transactionTimeout?: number;
  /**
   * The namespace and database that `use` without arguments selects, created in a new store; `false` for none.
   * Default: `main` and `main`.
   */
  readonly defaults?: boolean | { readonly namespace: string; readonly database: string };
}
