import type { Engine, EngineCapabilities } from "@surreal-sdk/transport";

/** The URL of a database, or a function that returns it when the tests run. */
export type UrlSource = string | (() => string | Promise<string>);

/** An engine, and what the suite needs to test it. */
export interface EngineUnderTest {
  /** The title of the report, such as `"tcp"`. */
  readonly name: string;
  /** The engine, as users would pass it. */
  readonly engine: Engine;
  /**
   * The database to connect to. The suite writes to its own namespaces and leaves them there: use a disposable
   * database.
   */
  readonly url: UrlSource;
  /**
   * The capabilities that the engine must have. The suite fails when the engine declares others, so that a
   * capability cannot get lost together with its tests. Default: what the engine declares.
   */
  readonly capabilities?: EngineCapabilities;
  /**
   * The parameters of the RPC method `signin` for a user with all permissions, such as `{ user, pass }`. Default:
   * none.
   */
  readonly credentials?: Readonly<Record<string, string>>;
  /** The faults that can be injected. Omitted: their tests are not registered. */
  readonly faults?: EngineFaults;
  /**
   * Milliseconds that any single wait may take before the test fails and reports what did not arrive. Default: 4000.
   */
  readonly patience?: number;
}

/** Ways to inject faults on the peer's side of an engine. */
export interface EngineFaults {
  /**
   * Ends every open connection from the peer's side, as a crash would. If the engine declares `reconnect`, the same
   * data can be reached under the same URL afterwards.
   */
  readonly cut?: () => void | Promise<void>;
  /** A URL at which no program listens. */
  readonly nowhere?: UrlSource;
  /** A URL whose peer accepts connections and never sends anything. */
  readonly silent?: UrlSource;
  /** A URL at which something answers that is not SurrealDB. */
  readonly foreign?: UrlSource;
}
