import type { Engine, EngineCapabilities } from "@surreal-sdk/transport";

/** The URL of a database, or a function that knows it by the time the tests run. */
export type UrlSource = string | (() => string | Promise<string>);

/** An engine, and what the suite needs in order to judge it. */
export interface EngineUnderTest {
  /** Heads the report, such as `"tcp"`. */
  readonly name: string;
  /** The engine, as users would pass it. */
  readonly engine: Engine;
  /** Where to connect to. The suite writes to namespaces of its own and leaves them there: take a throw-away database. */
  readonly url: UrlSource;
  /**
   * What the engine is meant to be able to do. The suite fails when the engine says otherwise, so that a capability
   * cannot get lost together with its tests. Default: whatever the engine says.
   */
  readonly capabilities?: EngineCapabilities;
  /** The parameters of the RPC method `signin` for a user who may do everything, such as `{ user, pass }`. Default: none. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** What can be made to go wrong. Omitted: those tests are omitted. */
  readonly faults?: EngineFaults;
  /** Milliseconds that any single wait may take before the test fails and says what did not come. Default: 4000. */
  readonly patience?: number;
}

/** Ways to make things go wrong on the far side of an engine. */
export interface EngineFaults {
  /**
   * Ends every open connection from the far side, as a crash of the peer would. Where the engine declares `reconnect`,
   * the same data can be reached under the same URL afterwards.
   */
  readonly cut?: () => void | Promise<void>;
  /** A URL at which nobody listens. */
  readonly nowhere?: UrlSource;
  /** A URL whose peer takes connections and never says a word. */
  readonly silent?: UrlSource;
  /** A URL at which something answers that is not SurrealDB. */
  readonly foreign?: UrlSource;
}
