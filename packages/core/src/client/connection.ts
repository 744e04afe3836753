import { type ConnectionStatus, parseEndpoint, sameEndpoint } from "@surreal-sdk/transport";
import { bounded } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import { changing, inOrder } from "../call/call-order.ts";
import type { ConnectionEvents } from "../call/events.ts";
import { knownOptions } from "../call/known-keys.ts";
import { resolveOptions } from "../call/options.ts";
import { assertNotAsked } from "../call/request.ts";
import { LiveQueries } from "../live/live-queries.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Mode, Returns, Stream } from "../operation/mode.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import { resolveAuth } from "../session/auth-source.ts";
import { ConnectionState } from "../session/connection-state.ts";
import { authenticateByOption, fromSource } from "../session/identity.ts";
import { ExportParts, exportDatabase } from "../transfer/export-database.ts";
import type { Exported, ExportOptions } from "../transfer/export-options.ts";
import { type ImportOptions, type ImportSource, importDatabase } from "../transfer/import-database.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import type { Context, Runtime } from "./runtime.ts";
import { SessionScope } from "./session-scope.ts";

/** The options of `close()`. */
export interface CloseOptions {
  /**
   * Lets requests in flight finish first: `true` for as long as `closeTimeout`, or a number of milliseconds.
   * Default: false, they are rejected at once.
   */
  readonly drain?: boolean | number;
}

/** The configuration of a connection. @internal */
export interface ConnectionPlan<M extends Mode> {
  readonly runtime: Runtime<M>;
  readonly url: string;
  readonly options: object;
  /** The names of options that belong to the runtime or to its engines. */
  readonly further: readonly string[];
  /** The schemes of third-party engines. */
  readonly schemes: readonly string[];
}

/** A connection to a database. The first call connects it. */
export class SurrealConnection<M extends Mode, S extends DatabaseShape = AnyDatabase> extends SessionScope<M, S> {
  /** @internal */
  constructor(given: ConnectionPlan<M> | Context<M>) {
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
  connect(url?: string): Returns<M, this> {
    return this.perform("connect", connect(this, this.context, url));
  }

  /**
   * Closes the connection. Requests in flight are rejected, live queries end without an error, and the connection
   * keeps no state. Idempotent. A closed connection stays closed: every call is rejected with {@link
   * ConnectionClosedError} until `connect()` opens it again, as a new one.
   */
  close(options: CloseOptions = {}): Returns<M, void> {
    return this.perform("close", close(this.context, options));
  }

  /**
   * Exports the database as SurrealQL: as text, or as bytes with `as: "bytes"`. Where the engine answers in parts, `timeout` applies to each of them.
   *
   * @throws {@link TransportError} when the text was cut off; never a part of it.
   * @example
   * ```ts
   * const text = await db.export({ tables: ["user"], onProgress: ({ bytes }) => console.log(bytes) });
   * ```
   */
  export<const A extends "text" | "bytes" = "text">(
    options?: ExportOptions & { readonly as?: A | undefined },
  ): Returns<M, Exported<{ readonly as: A }>> {
    const operation = exportDatabase(this.context, options) as Operation<Exported<{ readonly as: A }>>;
    return this.perform("export", operation, "export");
  }

  /**
   * Exports the database as SurrealQL, as text or as bytes, in parts, with backpressure: memory holds one part, however large the
   * database is, and a slow reader slows the server down. Over HTTP and beside a WebSocket the parts come from the
   * socket; an embedded database creates its whole text at once, which is then split into parts; other engines
   * return one part.
   *
   * `timeout` is the longest wait for a part. The time that the reader takes between two does not count. Leaving the
   * loop early, by `break` or `return()`, ends the exchange and its connection.
   *
   * @throws {@link ConnectionLostError} in the loop when the text was cut off, {@link TransportTimeoutError} when a
   * part did not arrive in time. The export format has no end marker: if a server error in the middle closes the
   * answer properly, the truncation is undetectable.
   * @example
   * ```ts
   * for await (const part of db.exportStream()) await file.write(part);
   * ```
   */
  exportStream<const A extends "text" | "bytes" = "text">(
    options?: ExportOptions & { readonly as?: A | undefined },
  ): Stream<M, Exported<{ readonly as: A }>> {
    this.context.state.require("export", "exportStream");
    const parts: StreamSource<unknown> = new ExportParts(this.context, options);
    return this.context.runtime.stream(parts as StreamSource<Exported<{ readonly as: A }>>);
  }

  /**
   * Executes SurrealQL text such as an export. Events and live queries are not triggered meanwhile.
   *
   * Chunks are read with backpressure, where the engine can send parts: on Node over HTTP and beside a WebSocket.
   * Elsewhere (embedded databases, browsers) everything is collected first and sent as a whole. In parts, `timeout`
   * is the longest wait until one is accepted, and for the answer after the last.
   *
   * @throws {@link ImportError} when statements failed; the others were applied.
   * @throws {@link ImportSourceError} when reading the chunks failed.
   * @throws {@link ServerError} or {@link HttpStatusError} when the server refuses the import, for example a text
   * that cannot be parsed.
   * @example
   * ```ts
   * await db.import(createReadStream("backup.surql"), { onProgress: ({ bytes }) => console.log(bytes) });
   * ```
   */
  import(source: ImportSource<M>, options?: ImportOptions): Returns<M, void> {
    return this.perform("import", importDatabase(this.context, source, options), "import");
  }

  /** Makes an idle connection keep the process alive. This is the default. */
  ref(): this {
    this.context.state.channel.setRef(true);
    return this;
  }

  /** Lets the process end while the connection is open. */
  unref(): this {
    this.context.state.channel.setRef(false);
    return this;
  }

  /** The printed form: it contains no secret. */
  toJSON(): { readonly url: string; readonly status: ConnectionStatus } {
    return { url: this.rawUrl, status: this.status };
  }

  static {
    // The form that Node prints.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: SurrealConnection<Mode>): string {
        const { url, status } = this.toJSON();
        return `${this.constructor.name} { url: ${JSON.stringify(url)}, status: ${JSON.stringify(status)} }`;
      },
    });
  }
}

function toContext<M extends Mode>({ runtime, url, options, further, schemes }: ConnectionPlan<M>): Context<M> {
  const endpoint = parseEndpoint(url, schemes);
  const state = new ConnectionState(runtime, endpoint, resolveOptions(options, further), schemes, [LiveQueries]);
  return { ...state.context, runtime };
}

function* connect<M extends Mode, C>(self: C, context: Context<M>, url: string | undefined): Operation<C> {
  const { state } = context;
  assertNotAsked(state);
  const endpoint = url === undefined ? undefined : parseEndpoint(url, state.schemes);
  if (endpoint !== undefined && !sameEndpoint(endpoint, state.endpoint)) state.repoint(endpoint);
  state.life.begin();
  yield* state.reopened();
  const refusedBefore = state.scope.unauthenticated !== undefined;
  if (typeof state.options.auth !== "function" && !state.capabilities.stateful) beginConnecting(context);
  yield* signedInBefore(context);
  yield* state.prepare(context, state.options.connectTimeout);
  yield* wait(standing(context));
  // What was refused before may succeed now: the function may return another token, and the user may exist now.
  if (refusedBefore && state.scope.usesAuthOption && state.options.auth !== undefined) {
    const source = yield* resolveAuth(context);
    if (source !== null) {
      const identity = fromSource(source, state.scope);
      yield* changing(context, (inside) => authenticateByOption(inside, identity, "signed-in"), { identity: true });
    }
  }
  if (state.scope.unauthenticated !== undefined) throw state.scope.unauthenticated;
  return self;
}

/** Whether the `auth` option is to be asked depends on what becomes of a sign-in that was asked for before. */
function* signedInBefore({ state, settings }: CallContext): Operation<void> {
  if (!state.scope.changes.isIdentifying || state.isPrepared(state.scope)) return;
  yield* inOrder({ ...state.context, settings: { ...settings, timeout: state.options.connectTimeout } });
}

/**
 * Without a session to restore, the connection need not wait for the sign-in, so that starts here, in parallel. {@link
 * standing} reports its outcome.
 */
function beginConnecting({ state, settings }: CallContext): void {
  if (settings.signal?.aborted !== true) state.channel.connect({ done: () => undefined, fail: () => undefined });
}

/** Waits until the connection is established. A caller that gives up does not end the attempt for the others. */
function standing(context: CallContext): Suspension<void> {
  const { state } = context;
  return bounded(context, (continuation) =>
    state.channel.connect({
      done: () => continuation.resolve(undefined),
      fail: (error) => continuation.reject(state.server.refusal ?? error),
    }),
  );
}

function* close<M extends Mode>({ state }: Context<M>, options: CloseOptions): Operation<void> {
  const { drain = false } = knownOptions(options, ["drain"], "close");
  if (typeof drain !== "boolean" && !(typeof drain === "number" && drain >= 0)) {
    throw new TypeError("`drain` is true, false, or a number of milliseconds.");
  }
  const grace = typeof drain === "number" ? drain : drain ? state.options.closeTimeout : 0;
  if (grace > 0 && !state.scope.changes.isSettled)
    yield* ignoreErrors(inOrder({ ...state.context, settings: { timeout: grace } }));
  yield* state.close(grace);
}
