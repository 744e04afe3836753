import type { CallSettings } from "../call/call-context.ts";
import { changing } from "../call/call-order.ts";
import type { Credentials } from "../call/credentials.ts";
import { request } from "../call/request.ts";
import { checkSettings, overlaid } from "../call/settings.ts";
import type { KeptTokens, Tokens } from "../call/tokens.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import { authenticateByTokens, invalidate, refreshTokens } from "../session/identity.ts";
import { reset } from "../session/reset.ts";
import { info, version } from "../session/server-answers.ts";
import { identify, revokeTokens } from "../session/signing.ts";
import { type UseTarget, use } from "../session/use.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import type { RecordData } from "../typing/record-data.ts";
import { LiteQueryable } from "./lite-queryable.ts";
import type { LiteContext } from "./lite-runtime.ts";
import type { CredentialsFor } from "./schema-session.ts";

/** The common base of a connection and a session: an identity, a namespace and database, and variables. */
export abstract class LiteScope<M extends Mode, S extends DatabaseShape = AnyDatabase> extends LiteQueryable<M, S> {
  /** The current namespace. */
  get namespace(): string | undefined {
    return this.context.scope.namespace;
  }

  /** The current database. */
  get database(): string | undefined {
    return this.context.scope.database;
  }

  /** The current access token. A secret: it is never printed with its owner. */
  get token(): string | undefined {
    return this.context.scope.tokens?.access;
  }

  /**
   * The current tokens: the access token, and the refresh token if there is one. Secrets: they are never printed
   * with their owner. A refresh token can be used once; the `auth` event reports a new one.
   *
   * @example
   * ```ts
   * db.on("auth", ({ tokens }) => {
   *   if (tokens.includes("refresh")) store(db.tokens);
   * });
   * ```
   */
  get tokens(): Tokens | undefined {
    return this.context.scope.tokens;
  }

  /**
   * Returns a view of the same object with other settings for its calls.
   *
   * @param settings - `timeout` in milliseconds for each request, a `signal` that stops waiting,
   * `traceparent` and `tracestate` for the trace that the calls belong to
   * @example
   * ```ts
   * await db.with({ timeout: 500 }).query("SELECT * FROM user");
   * ```
   */
  with(settings: CallSettings): this {
    const { context } = this;
    const made = { ...context, settings: overlaid(context.settings, checkSettings(settings)) };
    return new (this.constructor as new (context: LiteContext<M>) => this)(made);
  }

  /**
   * Selects namespace and database. `null` unsets; properties that an object omits stay as they are. Where nothing is
   * selected, `use({})` selects the defaults of a server of the 3.x series.
   *
   * Servers of the 3.x series create a namespace or database that does not exist; since 3.1 only for an identity that may
   * define it. What was selected before signing in is therefore selected again by `signin()`, `signup()` and
   * `authenticate()`, unless the token names it.
   *
   * @throws TypeError when a name is empty or not a string, or there is a database without a namespace.
   * @example
   * ```ts
   * await db.use("mycompany", "production");
   * await db.use({ database: "staging" });
   * ```
   */
  use(namespace: string | null, database: string | null): Returns<M, void>;
  use(target: UseTarget): Returns<M, void>;
  use(...given: readonly unknown[]): Returns<M, void> {
    return this.perform(
      "use",
      changing(this.context, (inside) => use(inside, given), { reads: given.length < 2 }),
    );
  }

  /**
   * Signs in as a system user, or through an access method. Namespace and database determine the level. The live
   * queries of another identity than before end with a {@link LiveEndedError}.
   *
   * @returns the tokens; later requests use the access token.
   * @throws TypeError when a key of the credentials is unknown; nothing is sent then.
   * @throws {@link NotAllowedError} when the server refuses; the old identity remains.
   * @example
   * ```ts
   * await db.signin({ username: "root", password: "root" });
   * await db.signin({ namespace: "app", database: "app", access: "account", variables: { email, pass } });
   * ```
   */
  signin(credentials: CredentialsFor<S, "signin">): Returns<M, Tokens> {
    return this.perform("signin", identify(this.context, credentials as Credentials, "signin"));
  }

  /**
   * Signs up through a record access method, which creates the record, and signs in as that record.
   *
   * @throws the same errors as {@link LiteScope.signin}.
   */
  signup(credentials: CredentialsFor<S, "signup">): Returns<M, Tokens> {
    return this.perform("signup", identify(this.context, credentials as Credentials, "signup"));
  }

  /**
   * Takes the identity of a token, or of the tokens that an earlier `signin()` returned: an expired access token is
   * then renewed with the refresh token, which can be used once. Afterwards `token` is the current token.
   *
   * @throws TypeError when it is not a JSON Web Token; nothing is sent then.
   * @throws {@link NotAllowedError} when the server refuses it; the old identity remains.
   */
  authenticate(token: string | KeptTokens): Returns<M, void> {
    return this.perform(
      "authenticate",
      changing(this.context, (inside) => authenticateByTokens(inside, token), { identity: true }),
    );
  }

  /**
   * Renews the access token with its refresh token, which can be used once. Needs SurrealDB 3.
   *
   * @throws TypeError when there is no refresh token.
   */
  refresh(tokens?: KeptTokens): Returns<M, Tokens> {
    return this.perform(
      "refresh",
      changing(this.context, (inside) => refreshTokens(inside, tokens), {
        identity: true,
        reads: tokens === undefined,
      }),
    );
  }

  /** Invalidates the refresh token. Needs SurrealDB 3. */
  revoke(tokens?: KeptTokens): Returns<M, void> {
    return this.perform("revoke", revokeTokens(this.context, tokens));
  }

  /**
   * Removes the identity; namespace, database and variables stay. The session's live queries end with a {@link
   * LiveEndedError}.
   */
  invalidate(): Returns<M, void> {
    return this.perform("invalidate", changing(this.context, invalidate, { identity: true }));
  }

  /** Resets the session: no identity, no namespace, no database, no variables, no live queries. */
  reset(): Returns<M, void> {
    return this.perform("reset", changing(this.context, reset, { identity: true }));
  }

  /** Returns the record that is signed in; `undefined` for a system user or an anonymous session. */
  info<T = RecordData>(): Returns<M, T | undefined> {
    return this.perform("info", info(this.context) as Operation<T | undefined>);
  }

  /** Returns the version of the server, such as `"surrealdb-3.0.2"`. */
  version(): Returns<M, string> {
    return this.perform("version", version(this.context));
  }

  /** Sends a ping and waits for the answer. */
  ping(): Returns<M, void> {
    return this.perform("ping", silent(this.context, "ping"));
  }

  /** Checks that the server can be reached and answers; throws otherwise. */
  health(): Returns<M, void> {
    return this.perform("health", silent(this.context, "ping"));
  }
}

function* silent<M extends Mode>(context: LiteContext<M>, method: string): Operation<void> {
  yield* request(context, method, []);
}
