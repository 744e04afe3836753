import { type Call, ConnectionLostError, type RequestFacts } from "@surreal-sdk/transport";
import { SurrealError, type Uuid } from "@surreal-sdk/values";
import { onAbort } from "../operation/abort-signals.ts";
import { type Continuation, type Operation, type Suspension, wait } from "../operation/operation.ts";
import type { CallConnection, CallContext } from "./call-context.ts";
import { holdingTurn, inOrder, isAhead } from "./call-order.ts";
import type { Channel } from "./channel.ts";
import { endedBeforeRead } from "./connection-life.ts";
import { asCallFailure, readAnswer } from "./reply.ts";
import { type RequestWatch, watchRequest } from "./request-watch.ts";
import { traceContextOf } from "./settings.ts";
import type { TransactionState } from "./transaction-state.ts";
import { inUsersWords } from "./value-place.ts";

/** The options of a request. */
export interface RequestOptions {
  /** It changes the state of its session, so that nothing else may run on the session meanwhile. */
  readonly exclusive?: boolean;
  /** It concerns the identity itself, or needs none: it is sent even when the identity was lost. */
  readonly identity?: boolean;
  /** It ends the transaction that its first parameter names: nothing else may be sent in it any more. */
  readonly ending?: boolean;
  /** It begins something at the server: takes the result that comes after its caller has given up. */
  readonly late?: ((result: unknown) => void) | undefined;
  /** The token to send, where tokens travel with each request. */
  readonly token?: string | undefined;
  /** The namespace and database to send, where they travel with each request; omitted, the current ones. */
  readonly target?: Pick<RequestFacts, "namespace" | "database"> | undefined;
}

/**
 * No options. All are spelled out, so that a polluted prototype sets none.
 *
 * @internal
 */
export const defaultRequestOptions: RequestOptions = Object.freeze({
  exclusive: false,
  identity: false,
  ending: false,
  late: undefined,
  token: undefined,
  target: undefined,
});

/** Leaves room for the id that the link assigns: twelve characters at a fixed position. */
const idPlaceholder = "000000000000";

/**
 * Makes one RPC request and returns its result. Nearly all take the direct path: one generator fewer means one object
 * less for each request in flight.
 *
 * @internal
 */
export function* request(
  calling: CallContext,
  method: string,
  params: readonly unknown[],
  given: RequestOptions = defaultRequestOptions,
): Operation<unknown> {
  const { state, scope } = calling;
  const traits = given === defaultRequestOptions ? given : { ...defaultRequestOptions, ...given };
  // It begins in the caller's asynchronous context, which is another one after the first wait.
  const watch = watchRequest(calling, method, params);
  const context = isNext(calling, traits) ? calling : yield* watched(watch, waitTurn(calling, traits));
  assertPossible(context, method, traits, watch);
  const { renewals, namespace, database } = scope;
  const { applied, identities } = scope.changes;
  const life = state.life.number;
  let result: unknown;
  try {
    const call = toCall(context, method, params, traits, watch);
    const frame = yield exchange(context, call, takingLate(context, method, params, traits)) as Suspension;
    result = readAnswer(context, frame as Uint8Array, method, params);
  } catch (error) {
    // A repeated request still goes to the place that it was made for.
    const there = { ...traits, target: traits.target ?? { namespace, database } };
    const failed = { context, method, params, traits: there, renewals, applied, identities, watch, life };
    return yield* askAgain(failed, error);
  }
  context.pin?.hold(context);
  watch?.answered(result);
  return result;
}

/** What precedes a request: when it fails, the request has ended. */
function* watched<T>(watch: RequestWatch | undefined, operation: Operation<T>): Operation<T> {
  try {
    return yield* operation;
  } catch (error) {
    watch?.ended(error);
    throw error;
  }
}

/**
 * Waits until a request may be made, and refuses one that is not possible. What is made at once then waits no more.
 *
 * @internal
 */
export function* admitted(calling: CallContext, method: string): Operation<CallContext> {
  const traits = defaultRequestOptions;
  const context = isNext(calling, traits) ? calling : yield* waitTurn(calling, traits);
  assertPossible(context, method, traits);
  return { ...context, hasTurn: true };
}

/** Whether nothing has to happen before the request. */
function isNext(calling: CallContext, traits: RequestOptions): boolean {
  const { state, scope } = calling;
  if (!scope.changes.isSettled && !hasTurn(calling, traits)) return false;
  return traits.identity === true ? !state.life.isClosing : state.isPrepared(scope);
}

function* waitTurn(calling: CallContext, traits: RequestOptions): Operation<CallContext> {
  const { state, scope } = calling;
  const context = scope.changes.isSettled || hasTurn(calling, traits) ? calling : yield* inOrder(calling);
  assertUsable(context, traits);
  if (traits.identity === true) {
    if (state.life.isClosing) yield* holdingTurn(context, state.reopened());
  } else if (!state.isPrepared(scope)) yield* holdingTurn(context, state.prepare(context));
  return context;
}

function assertPossible(context: CallContext, method: string, traits: RequestOptions, watch?: RequestWatch): void {
  try {
    assertUsable(context, traits);
    if (context.scope.isIncomplete) assertRestored(context, method);
    if (context.pin !== undefined && traits.ending !== true) context.pin.check(context);
  } catch (error) {
    watch?.ended(error);
    throw error;
  }
}

/** Whether a call need not wait for changes of the state: it is part of one, or the peer keeps the order of calls. */
function hasTurn(context: CallContext, { identity, ending }: RequestOptions): boolean {
  return context.hasTurn === true || identity === true || ending === true || isAhead(context);
}

/** A request that failed, and how often its identity had been renewed when it was made. */
interface FailedRequest {
  readonly context: CallContext;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly traits: RequestOptions;
  readonly renewals: number;
  /** How many changes of the session had been applied, and how many of them concerned the identity. */
  readonly applied: number;
  readonly identities: number;
  readonly watch: RequestWatch | undefined;
  /** The lifetime of the connection in which it was made. */
  readonly life: number;
}

/** A refused token means that nothing was executed, so the second request is the first that the server executes. */
function* askAgain(failed: FailedRequest, reason: unknown): Operation<unknown> {
  const { context, method, params, traits, renewals, watch, life } = failed;
  try {
    if (traits.identity === true || context.transaction !== undefined) {
      throw asTransactionLoss(context.transaction, reason, traits.ending === true);
    }
    if (!isStillItself(failed) || isOvertaken(failed)) throw reason;
    if (!(yield* context.state.renew(context, reason, renewals))) throw reason;
    context.state.life.assertIs(life);
    assertUsable(context, traits);
    if (context.scope.isIncomplete) assertRestored(context, method);
    if (!isStillItself(failed)) throw reason;
    context.pin?.check(context);
    const call = toCall(context, method, params, traits, watch);
    const frame = yield* wait(exchange(context, call, takingLate(context, method, params, traits)));
    const result = readAnswer(context, frame, method, params);
    context.pin?.hold(context);
    watch?.answered(result);
    return result;
  } catch (error) {
    watch?.ended(error);
    throw error;
  }
}

/** Whether its session is still the one for which the call was made: asked again, it would else be another call. */
function isStillItself({ context: { scope, state }, applied, identities }: FailedRequest): boolean {
  const { changes } = scope;
  if (changes.isIdentifying || changes.identities !== identities) return false;
  return !state.capabilities.stateful || changes.applied === applied;
}

/** Whether its refusal comes after a renewal, and a change that is under way by now would come before it. */
function isOvertaken({ context: { scope, state, hasTurn }, renewals }: FailedRequest): boolean {
  if (!state.capabilities.stateful || scope.renewals === renewals) return false;
  return scope.changes.running > (hasTurn === true ? 1 : 0);
}

/** A statement whose connection is lost was rolled back with its transaction, but a commit that was sent may be applied. */
function asTransactionLoss(transaction: TransactionState | undefined, error: unknown, isEnding: boolean): unknown {
  if (transaction === undefined || !(error instanceof ConnectionLostError)) return error;
  return isEnding && error.outcome !== "not_sent" ? error : transaction.lost(error);
}

/**
 * Creates the call of an RPC request.
 *
 * @throws what the codec throws for a value that cannot be encoded; nothing is sent then.
 * @internal
 */
export function toCall(
  context: CallContext,
  method: string,
  params: readonly unknown[],
  traits: RequestOptions = defaultRequestOptions,
  watch?: RequestWatch,
): Call {
  const { scope, transaction } = context;
  const envelope: Record<string, unknown> = { id: idPlaceholder, method, params };
  if (scope.session !== undefined) envelope.session = scope.session;
  if (transaction !== undefined && traits.ending !== true) envelope.txn = transaction.id.toJSON();
  const trace = traceContextOf(watch?.start ?? context.settings);
  if (trace !== undefined) envelope.trace_context = trace;
  return {
    kind: "rpc",
    frame: encoded(context, envelope, method),
    facts: toFacts(context, method, traits, params[0] as Uuid | undefined),
    timeout: timeoutOf(context),
    begins: traits.late === undefined ? undefined : true,
  };
}

function takingLate(
  context: CallContext,
  method: string,
  params: readonly unknown[],
  { late }: RequestOptions,
): ((frame: Uint8Array) => void) | undefined {
  return late && ((frame) => late(readAnswer(context, frame, method, params)));
}

function encoded({ state }: CallContext, envelope: object, method: string): Uint8Array {
  try {
    return state.codec.encode(envelope);
  } catch (error) {
    throw inUsersWords(error, method);
  }
}

/**
 * @param ended - the transaction that the request ends, if it ends one
 * @internal
 */
export function toFacts(
  context: CallContext,
  method: string,
  traits: RequestOptions = defaultRequestOptions,
  ended?: Uuid,
): RequestFacts {
  const { scope, transaction, state } = context;
  const { session } = scope;
  const exclusive = traits.exclusive ?? false;
  const inside = (traits.ending === true ? ended : transaction?.id)?.toJSON();
  if (state.capabilities.stateful && method !== "export" && method !== "import") {
    return { method, exclusive, session, transaction: inside };
  }
  const { namespace, database } = traits.target ?? scope;
  // A request for an identity carries none: an expired token would be refused before the request is read.
  const shown = traits.identity === true ? undefined : scope.tokens?.access;
  const token = (Object.hasOwn(traits, "token") ? traits.token : undefined) ?? shown;
  return { method, exclusive, session, transaction: inside, namespace, database, token };
}

/** @internal */
export function timeoutOf(context: CallContext): number {
  return context.settings.timeout ?? context.state.options.timeout;
}

/**
 * Sends a call and waits for its answer, or for the caller's signal.
 *
 * @param late - takes the answer to a call that `begins` something, after its caller has given up
 * @internal
 */
export function exchange(context: CallContext, call: Call, late?: (frame: Uint8Array) => void): Suspension<Uint8Array> {
  const { signal } = context.settings;
  return (continuation) => {
    if (signal?.aborted === true) return continuation.reject(signal.reason);
    const { channel } = context.state;
    const arrival = new PendingReply(continuation, context, call.facts, channel, late);
    arrival.ticket = channel.request(call, arrival);
    if (signal !== undefined) arrival.watchSignal(signal);
  };
}

function takeLate(late: (frame: Uint8Array) => void, frame: Uint8Array): void {
  try {
    late(frame);
  } catch {
    // A refusal has begun nothing, and an unreadable answer names nothing that could be ended.
  }
}

/** Receives the answer to one call. */
class PendingReply {
  readonly #continuation: Continuation<Uint8Array>;
  readonly #context: CallContext;
  readonly #facts: RequestFacts;
  readonly #channel: Channel;
  readonly late: ((frame: Uint8Array) => void) | undefined;
  ticket = 0;
  #ignore: (() => void) | undefined;

  constructor(
    continuation: Continuation<Uint8Array>,
    context: CallContext,
    facts: RequestFacts,
    channel: Channel,
    late: ((frame: Uint8Array) => void) | undefined,
  ) {
    this.late = late && ((frame) => (context.state.isCurrent(channel) ? takeLate(late, frame) : undefined));
    this.#continuation = continuation;
    this.#context = context;
    this.#facts = facts;
    this.#channel = channel;
    context.scope.calls?.add(this);
    context.transaction?.callBegins(this);
  }

  watchSignal(signal: AbortSignal): void {
    this.#ignore = onAbort(signal, () => {
      this.#over();
      this.#continuation.reject(signal.reason);
      this.#channel.cancel(this.ticket);
    });
  }

  reply(frame: Uint8Array): void {
    this.#over();
    if (this.#context.state.isCurrent(this.#channel)) this.#continuation.resolve(frame);
    else this.#continuation.reject(endedBeforeRead(this.#facts.method));
  }

  fail(error: Error): void {
    this.#over(error);
    this.#continuation.reject(this.#context.state.server.refusal ?? asCallFailure(error, this.#facts.token));
  }

  #over(error?: Error): void {
    this.#ignore?.();
    this.#context.scope.calls?.delete(this);
    this.#context.transaction?.callEnds(this, error);
  }
}

/**
 * Refuses a call that could not be answered any more, before anything is sent.
 *
 * @internal
 */
export function assertUsable(
  { state, scope, transaction }: CallContext,
  traits: RequestOptions = defaultRequestOptions,
): void {
  // What is known of a connection that is being closed says nothing of the next one.
  const isNext = state.life.isClosing && !state.life.isClosed;
  if (state.server.refusal !== undefined && !isNext) throw state.server.refusal;
  assertNotAsked(state);
  if (scope.ended !== undefined) throw scope.ended;
  if (traits.ending !== true) transaction?.assertOpen();
  else if (transaction?.isLost === true) throw transaction.lost();
  state.life.assertNotClosed();
  if (traits.identity !== true && scope.unauthenticated !== undefined && !isNext) throw scope.unauthenticated;
}

/**
 * Every call waits for the result of the `auth` function, so a call inside it would wait for itself.
 *
 * @throws SurrealError inside the `auth` function.
 * @internal
 */
export function assertNotAsked({ asking }: CallConnection): void {
  if (!asking.isInside) return;
  throw new SurrealError(
    "The `auth` function used the connection that asks it, which would wait for itself. Use another connection in it.",
    { outcome: "not_sent", retrySafe: false },
  );
}

/** The methods that run statements, which may read variables. */
const running: ReadonlySet<string> = new Set(["query", "live", "run", "gql", "graphql"]);

function assertRestored({ scope: { lostPlace, lostVariables }, isComplete }: CallContext, method: string): void {
  if (isComplete === true || !running.has(method)) return;
  if (lostPlace !== undefined) throw lostPlace;
  for (const error of lostVariables.values()) throw error;
}
