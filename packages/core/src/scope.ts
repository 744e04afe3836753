import { Latch } from "./latch.ts";
import type { Tokens } from "./tokens.ts";

/**
 * What is in force on one session: the connection's own, or an attached one. It changes only when the server has
 * said yes. The tokens are private, so that no inspection shows them.
 */
export class Scope {
  /** The id of an attached session; `undefined` for the connection's own. */
  readonly session: string | undefined;
  namespace: string | undefined;
  database: string | undefined;
  /** Variables kept on this side, for engines whose peer keeps none. */
  readonly variables: Map<string, unknown> = new Map();
  /** Why nothing can be sent on this session any more. */
  ended: Error | undefined;
  /** The identity could not be restored; requests fail with it until there is a new one. */
  unauthenticated: Error | undefined;
  /** Whether the identity is the one that the `auth` option gives. */
  inherited = true;
  /** How many ways of restoring the identity have been tried on this connection. */
  restoreStep = 0;
  /** One renewal of the identity serves everybody who waits for one. */
  readonly renewal: Latch<boolean> = new Latch();
  #tokens: Tokens | undefined;

  constructor(session?: string) {
    this.session = session;
  }

  get tokens(): Tokens | undefined {
    return this.#tokens;
  }

  set tokens(tokens: Tokens | undefined) {
    this.#tokens = tokens;
  }

  /** Names this session in replay labels. */
  get label(): string {
    return this.session ?? "default";
  }

  /** Back to what a fresh session is. */
  clear(): void {
    this.namespace = undefined;
    this.database = undefined;
    this.variables.clear();
    this.#tokens = undefined;
    this.unauthenticated = undefined;
    this.inherited = true;
  }

  /** The same session, for the one request that ends it. */
  closing(): Scope {
    return new Scope(this.session);
  }
}
