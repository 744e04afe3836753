import { type ConnectionStatus, parseEndpoint, sameEndpoint } from "@surreal-sdk/transport";
import { connected } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import { changing, inOrder } from "../call/call-order.ts";
import type { PartClass } from "../call/connection-part.ts";
import type { ConnectionEvents } from "../call/events.ts";
import { knownOptions } from "../call/known-keys.ts";
import { type AuthSource, resolveOptions } from "../call/options.ts";
import { assertNotAsked } from "../call/request.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { tellUnsentOf } from "../query/unsent-builders.ts";
import { resolveAuth } from "../session/auth-source.ts";
import { ConnectionState, type SessionContext } from "../session/connection-state.ts";
import { authenticateByOption, fromSource } from "../session/identity.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import type { LiteContext, LiteRuntime } from "./lite-runtime.ts";
import { LiteScope } from "./lite-scope.ts";

/** The options of `close()`. */
export interface CloseOptions {
  /**
   * Lets requests in flight finish first: `true` for as long as `closeTimeout`, or a number of milliseconds.
   * Default: false, they are rejected at once.
   */
  readonly drain?: boolean | number | undefined;
}

/** The configuration of a connection. @internal */
export interface ConnectionPlan<M extends Mode> {
  readonly runtime: LiteRuntime<M>;
  readonly url: string;
  readonly options: object;
  /** The names of options that belong to the runtime or to its engines. */
  readonly further: readonly string[];
  /** The schemes of third-party engines. */
  readonly schemes: readonly string[];
  /** The parts that must exist as soon as the server starts something by itself. */
  readonly parts?: readonly PartClass[];
}

/**
 * A connection to a database, with the methods that most programs need. The first call connects it. Further features are
 * functions that take the connection.
 */
export class LiteConnection<M extends Mode, S extends DatabaseShape = AnyDatabase> extends LiteScope<M, S> {
  /** @internal */
  constructor(given: ConnectionPlan<M> | LiteContext<M>) {
    super("state" in given ? given : toContext(given));
  }

  /** The URL as it was given. */
  get url(): string {
    return this.context.state.endpoint.url;
  }

  /** The URL that the engine connects to; for remote databases it ends in `/rpc`. */
  get rawUrl(): string {
    return this.context.state.endpoint.rawUrl;
  }

  /** The host; `undefined` for an embedded database. */
  get host(): string | undefined {
    const { host } = this.context.state.endpoint;
    return host === "" ? undefined : host;
  }

  /** The port, if the URL contains one. */
  get port(): number | undefined {
    return this.context.state.endpoint.port;
  }

  /** The status of the connection. */
  get status(): ConnectionStatus {
    if (this.context.state.isOpened) this.context.state.channel.poll?.();
    return this.context.state.status;
  }

  /**
   * Adds a listener for `status`, `error`, `auth` or `gap`. An exception in a listener does not affect the others.
   *
   * @returns a function that removes the listener.
   * @example
   * ```ts
   * const off = db.on("status", (status) => console.log(status));
   * ```
   */
  on<E extends keyof ConnectionEvents>(event: E, listener: (...args: ConnectionEvents[E]) => void): () => void {
    return this.context.state.events.on(event, listener);
  }

  /**
   * Connects. Optional, since the first call connects; call it to fail early, or to open a closed connection again.
   * Idempotent. Another URL closes the connection and connects to that place; of several calls the last one counts,
   * and the earlier ones are rejected with {@link ConnectionClosedError}.
   *
   * @throws {@link TransportError} when there is no connection within `connectTimeout`; {@link ServerError} when the
   * server refuses the `auth` option.
   */
  connect(url?: string): Returns<M, this>;
  connect(url?: string, ...further: unknown[]): Returns<M, this> {
    return this.perform("connect", connect(this, this.context, url, further));
  }

  /**
   * Closes the connection. Requests in flight are rejected, live queries end without an error, and the connection
   * keeps no state. Idempotent. A closed connection stays closed: every call is rejected with {@link
   * ConnectionClosedError} until `connect()` opens it again, as a new one.
   */
  close(options: CloseOptions = {}): Returns<M, void> {
    return this.perform("close", close(this.context, options));
  }

  /** Makes an idle connection keep the process alive. This is the default. */
  ref(): this {
    return this.#hold(true);
  }

  /** Lets the process end while the connection is open. */
  unref(): this {
    return this.#hold(false);
  }

  #hold(isHeld: boolean): this {
    const { state } = this.context;
    state.life.isHeld = isHeld;
    state.channel.setRef(isHeld);
    return this;
  }

  /** The printed form: it contains no secret. */
  toJSON(): { readonly url: string; readonly status: ConnectionStatus } {
    return { url: this.rawUrl, status: this.status };
  }

  static {
    // The form that Node prints.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: LiteConnection<Mode>): string {
        const { url, status } = this.toJSON();
        return `${this.constructor.name} { url: ${JSON.stringify(url)}, status: ${JSON.stringify(status)} }`;
      },
    });
  }
}

function toContext<M extends Mode>({
  runtime,
  url,
  options,
  further,
  schemes,
  parts,
}: ConnectionPlan<M>): LiteContext<M> {
  const endpoint = parseEndpoint(url, schemes);
  const state = new ConnectionState(runtime, endpoint, resolveOptions(options, further), schemes, parts);
  return { ...state.context, runtime };
}

function* connect<M extends Mode, C>(
  self: C,
  context: LiteContext<M>,
  url: string | undefined,
  further: readonly unknown[],
): Operation<C> {
  const { state } = context;
  assertUrlAlone(further);
  assertNotAsked(state);
  const endpoint = url === undefined ? undefined : parseEndpoint(url, state.schemes);
  state.scope.changes.announce();
  if (endpoint !== undefined && !sameEndpoint(endpoint, state.endpoint)) state.repoint(endpoint);
  state.life.begin();
  yield* state.reopened();
  const refusedBefore = state.scope.unauthenticated !== undefined;
  if (typeof state.options.auth !== "function" && !state.capabilities.stateful) beginConnecting(context);
  yield* signedInBefore(context);
  yield* state.prepare(context, state.options.connectTimeout);
  yield* wait(connected(context));
  // What was refused before may succeed now: the function may return another token, and the user may exist now.
  if (refusedBefore && isUnidentified(context)) {
    const source = yield* resolveAuth(context);
    if (source !== null && isUnidentified(context))
      yield* changing(context, (inside) => signInAgain(inside, source), { identity: true });
  }
  if (state.scope.unauthenticated !== undefined) throw state.scope.unauthenticated;
  return self;
}

/** @throws TypeError for options, which other clients take here: they would have no effect. */
function assertUrlAlone(further: readonly unknown[]): void {
  if (further.every((argument) => argument === undefined)) return;
  throw new TypeError(
    "connect() takes a URL alone: pass `namespace`, `database`, `auth` and the other options where the connection is made.",
  );
}

/** Whether the identity was lost, and it is for the `auth` option to say whose the connection is. */
function isUnidentified({ state: { scope, options } }: CallContext): boolean {
  return scope.unauthenticated !== undefined && scope.usesAuthOption && options.auth !== undefined;
}

/** Signs in with the `auth` option, unless the user has signed in by hand before this call runs. */
function* signInAgain(context: SessionContext, source: AuthSource): Operation<void> {
  if (isUnidentified(context)) yield* authenticateByOption(context, fromSource(source, context.scope), "signed-in");
}

/** Whether the `auth` option is to be asked depends on what becomes of a sign-in that was asked for before. */
function* signedInBefore({ state, settings }: CallContext): Operation<void> {
  if (!state.scope.changes.isIdentifying || state.isPrepared(state.scope)) return;
  yield* inOrder({ ...state.context, settings: { ...settings, timeout: state.options.connectTimeout } });
}

/**
 * Without a session to restore, the connection need not wait for the sign-in, so that starts here, in parallel. {@link
 * connected} reports its outcome.
 */
function beginConnecting({ state, settings }: CallContext): void {
  if (settings.signal?.aborted !== true) state.channel.connect({ done: () => undefined, fail: () => undefined });
}

function* close<M extends Mode>({ state }: LiteContext<M>, options: CloseOptions): Operation<void> {
  const { drain = false } = knownOptions(options, ["drain"], "close");
  if (typeof drain !== "boolean" && !(typeof drain === "number" && drain >= 0)) {
    throw new TypeError("`drain` is true, false, or a number of milliseconds.");
  }
  const grace = typeof drain === "number" ? drain : drain ? state.options.closeTimeout : 0;
  if (grace > 0 && !state.scope.changes.isSettled)
    yield* ignoreErrors(inOrder({ ...state.context, settings: { timeout: grace } }));
  yield* state.close(grace);
  tellUnsentOf(state.events);
}
