import type { Table, Uuid } from "@surreal-sdk/values";
import type { CallSettings } from "../call/call-context.ts";
import { changing } from "../call/call-order.ts";
import type { Credentials } from "../call/credentials.ts";
import { request } from "../call/request.ts";
import { checkSettings, overlaid } from "../call/settings.ts";
import { checkedToken, type Tokens } from "../call/tokens.ts";
import { kill, type LiveQueryOptions, startLive } from "../live/live.ts";
import { LiveConsumer, type SubscribeOptions } from "../live/live-consumer.ts";
import type { LiveNotification } from "../live/live-notification.ts";
import type { Disposal, Given, Mode, Returns, Stream } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import type { RecordData } from "../query/record-data.ts";
import { takesPlace } from "../session/access-place.ts";
import { authenticate, authenticateByTokens, fromCredentials, invalidate, refreshTokens } from "../session/identity.ts";
import { beginTransaction, info, openSession, reset, version } from "../session/session-operations.ts";
import { type InTransaction, runTransaction, type TransactionOptions } from "../session/transaction-operations.ts";
import { type UseTarget, use } from "../session/use.ts";
import { type Batch, type BatchResults, runBatch } from "./batch.ts";
import { Queryable } from "./queryable.ts";
import type { Context } from "./runtime.ts";
import type { SurrealSession } from "./session.ts";
import type { SurrealTransaction } from "./transaction.ts";

/** What a connection and a session have in common: an identity, a namespace and database, variables, live queries. */
export abstract class SessionScope<M extends Mode> extends Queryable<M> {
  /** The namespace in force. */
  get namespace(): string | undefined {
    return this.context.scope.namespace;
  }

  /** The database in force. */
  get database(): string | undefined {
    return this.context.scope.database;
  }

  /** The access token in force. A secret: it is never printed with its owner. */
  get token(): string | undefined {
    return this.context.scope.tokens?.access;
  }

  /**
   * The tokens in force: the access token, and the refresh token where there is one. Secrets: they are never printed with
   * their owner. A refresh token can be used once; the `auth` event tells when there is a new one.
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
   * A view of the same with other settings for its calls.
   *
   * @param settings - `timeout` in milliseconds for each request, a `signal` that gives up waiting
   * @example
   * ```ts
   * await db.with({ timeout: 500 }).query("SELECT * FROM user");
   * ```
   */
  with(settings: CallSettings): this {
    const { context } = this;
    const made = { ...context, settings: overlaid(context.settings, checkSettings(settings)) };
    return new (this.constructor as new (context: Context<M>) => this)(made);
  }

  /**
   * Selects namespace and database. `null` unsets; what an object leaves out stays as it is.
   *
   * Servers of the 3.x series create what does not exist.
   *
   * @throws TypeError when a name is empty or no string, or there is a database without a namespace.
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
      changing(this.context, (inside) => use(inside, given), { moves: true, reads: given.length < 2 }),
    );
  }

  /**
   * Signs in: as a user of the system, or through an access method. The level is told by namespace and database.
   *
   * @returns the tokens; the access token is in force from now on.
   * @throws TypeError when a key of the credentials is unknown; nothing is sent then.
   * @throws {@link NotAllowedError} when the server refuses; the old identity stays in force.
   * @example
   * ```ts
   * await db.signin({ username: "root", password: "root" });
   * await db.signin({ namespace: "app", database: "app", access: "account", variables: { email, pass } });
   * ```
   */
  signin(credentials: Credentials): Returns<M, Tokens> {
    return this.perform("signin", identified(this.context, credentials, "signin"));
  }

  /**
   * Signs up through a record access method, which creates the record, and signs in as it.
   *
   * @throws as {@link SessionScope.signin}.
   */
  signup(credentials: Credentials): Returns<M, Tokens> {
    return this.perform("signup", identified(this.context, credentials, "signup"));
  }

  /**
   * Takes on the identity of a token, or of the tokens that an earlier `signin()` gave: an access token that has expired is
   * then renewed by the refresh token beside it, which can be used once. `token` is what is in force afterwards.
   *
   * @throws TypeError when it is no JSON Web Token; nothing is sent then.
   * @throws {@link NotAllowedError} when the server refuses it; the old identity stays in force.
   */
  authenticate(token: string | Tokens): Returns<M, void> {
    return this.perform(
      "authenticate",
      changing(this.context, (inside) => authenticateByTokens(inside, token), { identity: true }),
    );
  }

  /**
   * Renews the access token by its refresh token, which can be used once. Needs SurrealDB 3.
   *
   * @throws TypeError when there is no refresh token.
   */
  refresh(tokens?: Tokens): Returns<M, Tokens> {
    return this.perform(
      "refresh",
      changing(this.context, (inside) => refreshTokens(inside, tokens), {
        identity: true,
        reads: tokens === undefined,
      }),
    );
  }

  /** Makes a refresh token useless. Needs SurrealDB 3. */
  revoke(tokens?: Tokens): Returns<M, void> {
    return this.perform("revoke", revoked(this.context, tokens));
  }

  /** Gives the identity up; namespace, database and variables stay. */
  invalidate(): Returns<M, void> {
    return this.perform("invalidate", changing(this.context, invalidate, { identity: true }));
  }

  /** Back to a fresh session: no identity, no namespace, no database, no variables, no live queries. */
  reset(): Returns<M, void> {
    return this.perform("reset", changing(this.context, reset, { identity: true }));
  }

  /** The record that is signed in; `undefined` where it is a user of the system, or nobody. */
  info<T = RecordData>(): Returns<M, T | undefined> {
    return this.perform("info", info(this.context) as Operation<T | undefined>);
  }

  /** The version of the server, such as `"surrealdb-3.0.2"`. */
  version(): Returns<M, string> {
    return this.perform("version", version(this.context));
  }

  /** Asks the server for a sign of life. */
  ping(): Returns<M, void> {
    return this.perform("ping", silent(this.context, "ping"));
  }

  /** Whether the server can be reached and answers; throws when not. */
  health(): Returns<M, void> {
    return this.perform("health", silent(this.context, "ping"));
  }

  /**
   * Starts a live query on a table, which must exist. Nothing that happens between this call and
   * {@link SessionScope.subscribeLive} is lost.
   *
   * @param options - `true` for diff mode, or `diff`, `where` and `fields`
   * @returns the id of the query. It stays the same when the connection is lost and made again.
   * @throws {@link UnsupportedFeatureError} over HTTP.
   */
  live(table: Table | string, options?: boolean | LiveQueryOptions): Returns<M, Uuid> {
    return this.perform("live", startLive(this.context, table, options), "live");
  }

  /**
   * The notifications of a live query, from this call on; the first consumer also gets what came before.
   *
   * The stream ends quietly on {@link SessionScope.kill}, on closing, and when the server ends the query. It throws a
   * {@link LiveEndedError} when the connection is lost for good, a {@link LiveOverflowError} when it is consumed too
   * slowly. Leaving a loop by `break` kills a query that this connection started.
   *
   * @typeParam T - what the records of the table look like; it is not checked
   * @throws {@link UnsupportedFeatureError} over HTTP, at the call.
   * @example
   * ```ts
   * for await (const change of db.subscribeLive<User>(await db.live("user"))) {
   *   if (change.action === "GAP") await readEverythingAgain();
   *   else console.log(change.action, change.result.name);
   * }
   * ```
   */
  subscribeLive<T = unknown>(id: Uuid | string, options?: SubscribeOptions): Stream<M, LiveNotification<T>> {
    this.context.state.require("live", "subscribeLive");
    const consumer = new LiveConsumer(this.context, id, options);
    return this.context.runtime.stream(consumer as StreamSource<LiveNotification<T>>);
  }

  /** Ends a live query. One that has ended already is left alone. */
  kill(id: Uuid | string): Returns<M, void> {
    return this.perform("kill", kill(this.context, id), "live");
  }

  /**
   * Opens a session of its own over the same connection: with the identity of this one, and with a namespace, a
   * database and variables of its own. Needs SurrealDB 3.
   *
   * @throws {@link UnsupportedFeatureError} over HTTP.
   */
  newSession(): Returns<M, SurrealSession<M> & Disposal<M>> {
    return this.perform("newSession", newSession(this.context), "sessions");
  }

  /**
   * Makes many calls at once: all are sent before anything is waited for. They may run in any order and are no
   * transaction; when one fails, the others still run, and then its error is thrown.
   *
   * @param collect - makes the calls on the batch it is given and returns them as a list
   * @returns their results, in the order of the list
   * @example
   * ```ts
   * const [ada, adults] = await db.batch((b) => [b.select("user:ada"), b.query("SELECT * FROM user").first()]);
   * ```
   */
  batch<const C extends readonly unknown[]>(collect: (batch: Batch) => C): Returns<M, BatchResults<C>> {
    return this.perform("batch", runBatch(this.context, collect) as Operation<BatchResults<C>>);
  }

  /**
   * Begins a transaction. What is sent through it is applied by `commit()` all at once, or not at all. Needs SurrealDB 3.
   *
   * @throws {@link UnsupportedFeatureError} over HTTP.
   */
  beginTransaction(): Returns<M, SurrealTransaction<M> & Disposal<M>> {
    return this.perform("beginTransaction", newTransaction(this.context), "transactions");
  }

  /**
   * Runs a function inside a transaction: commits when it returns, cancels when it throws, and runs it again on a
   * conflict with another transaction, of which it is known that nothing was applied; after a short random wait, and
   * with the number of the attempt, from 1 on, as its second argument.
   *
   * @throws what the function throws; {@link CommitOutcomeUnknownError} when the answer to the commit was lost.
   * @example
   * ```ts
   * await db.transaction(async (tx) => {
   *   await tx.update(from).merge({ balance: 10 });
   *   await tx.update(to).merge({ balance: 30 });
   * });
   * ```
   */
  transaction<T>(
    body: (transaction: SurrealTransaction<M> & Disposal<M>, attempt: number) => Given<M, T>,
    options?: TransactionOptions,
  ): Returns<M, T> {
    const operation = runInTransaction(this.context, body, options) as Operation<T>;
    return this.perform("transaction", operation, "transactions");
  }
}

function* identified<M extends Mode>(
  context: Context<M>,
  credentials: Credentials,
  method: "signin" | "signup",
): Operation<Tokens> {
  const signing = (inside: Context<M>): Operation<Tokens> =>
    authenticate(inside, fromCredentials(credentials, method, inside.scope));
  return yield* changing(context, signing, { identity: true, reads: takesPlace(credentials) });
}

function* revoked<M extends Mode>(context: Context<M>, given: Tokens | undefined): Operation<void> {
  const tokens = checkedToken(given ?? context.scope.tokens, "revoke");
  yield* request(context, "revoke", [tokens], { exclusive: true, identity: true });
}

function* silent<M extends Mode>(context: Context<M>, method: string): Operation<void> {
  yield* request(context, method, []);
}

function* newSession<M extends Mode>(context: Context<M>): Operation<SurrealSession<M> & Disposal<M>> {
  return new context.runtime.session(yield* openSession(context));
}

function* runInTransaction<M extends Mode>(
  context: Context<M>,
  body: (transaction: SurrealTransaction<M> & Disposal<M>, attempt: number) => unknown,
  options: TransactionOptions | undefined,
): Operation<unknown> {
  if (typeof body !== "function") throw new TypeError("transaction() takes a function.");
  const inside = (context: InTransaction & Context<M>, attempt: number): unknown =>
    body(new context.runtime.transaction(context), attempt);
  return yield* runTransaction(context, inside, options);
}

function* newTransaction<M extends Mode>(context: Context<M>): Operation<SurrealTransaction<M> & Disposal<M>> {
  return new context.runtime.transaction(yield* beginTransaction(context));
}
