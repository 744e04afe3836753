import { SurrealError, Uuid } from "@surreal-sdk/values";
import { inOrder } from "../call/call-order.ts";
import type { AuthSource } from "../call/options.ts";
import { assertUsable, request, timeoutOf } from "../call/request.ts";
import { SessionPin } from "../call/session-pin.ts";
import { SessionState } from "../call/session-state.ts";
import { withoutSignal } from "../call/settings.ts";
import type { Tokens } from "../call/tokens.ts";
import { TransactionState } from "../call/transaction-state.ts";
import { SessionClosedError, UnexpectedResponseError } from "../errors/core-errors.ts";
import { field, ServerError } from "../errors/server-error.ts";
import { NotAllowedError } from "../errors/server-errors.ts";
import { assertNotAborted } from "../operation/abort-signals.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { drive, type Operation, type Suspension, wait } from "../operation/operation.ts";
import { type Place, takesPlace } from "./access-place.ts";
import { awaitAuth, resolveAuth } from "./auth-source.ts";
import { despiteConflicts } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { cancelOnServer, endOnServer, endTransactions } from "./end-on-server.ts";
import { authenticate, authenticateByOption, fromSource, fromTokens, renewIdentity } from "./identity.ts";
import { beginParameters, type IsolationOptions, ignoredOptions } from "./isolation.ts";
import { recordSessionReplay, removeSessionReplays } from "./replays.ts";
import { type NewSessionOptions, ownIdentity, takeIdentity } from "./session-identity.ts";

/** @internal */
export function* openSession<P extends SessionContext>(context: P, options?: NewSessionOptions): Operation<P> {
  const { state } = context;
  const parent = context.scope;
  const own = ownIdentity(context, options);
  const independent = { identity: own !== undefined };
  // A sign-in that was asked for before may end the loss of the identity.
  assertUsable(context, parent.changes.awaitsIdentity ? { identity: true } : independent);
  // It is to be of the identity, or to sign in at the place, that earlier calls lead to.
  const isOpen = parent.changes.awaitsIdentity || parent.changes.isHeld;
  if (own === undefined ? isOpen : takesPlace(own) && !parent.changes.isSettled) yield* inOrder(context);
  assertUsable(context, independent);
  const scope = new SessionState(Uuid.v4().toJSON(), context.state.options.expiryMargin);
  // A session of another identity must never be renewed to that of the connection.
  scope.usesAuthOption = own === undefined && parent.usesAuthOption;
  const made: P = { ...context, scope };
  // What it inherits is known once the connection before is closed, and the `auth` option was asked.
  if (!state.isPrepared(scope)) yield* state.prepare(made);
  const inherited = heirOf(context);
  yield* attach(made);
  state.sessions.set(scope.session as string, scope);
  recordSessionReplay(made);
  try {
    // Meanwhile the identity may have been lost: the new session is not to be anonymous in its place.
    assertUsable(context, independent);
    const { place, legacy } = inherited();
    if (own !== undefined) yield* takeIdentity(made, own, place);
    else yield* inheritIdentity(context, made, legacy);
    return made;
  } catch (error) {
    // The caller waits no longer, and learns why there is no session, however that of the server ends.
    state.background(ignoreErrors(closeSession(made)));
    throw error;
  }
}

/** Where the answer does not come, or is not awaited, the server may have a session that nothing here knows. */
function* attach(made: SessionContext): Operation<void> {
  const { state } = made;
  assertNotAborted(made.settings.signal);
  try {
    yield* request(made, "attach", [], { exclusive: true });
  } catch (error) {
    const isKnown = error instanceof SurrealError && error.outcome !== "unknown";
    if (!isKnown && state.status === "connected") state.background(ignoreErrors(detach(made)));
    throw asSessionLimit(error, state.sessions.size);
  }
}

/** Servers limit the sessions of a WebSocket since 3.3. They only say then that the method is not allowed. */
function asSessionLimit(error: unknown, open: number): unknown {
  if (!(error instanceof NotAllowedError) || error.methodName !== "attach" || open === 0) return error;
  const message = `The server allows no further session on this connection, which has ${open}. Close some with closeSession(), or open another connection.`;
  const { kind, code, details } = error;
  return new NotAllowedError({ kind, code, details, message, cause: error, outcome: "failed" });
}

/** What a session may take over from the one that it is made by. */
interface Legacy extends Place {
  readonly tokens: Tokens | undefined;
  readonly usesAuthOption: boolean;
  readonly identity: string;
}

function legacyOf({ namespace, database, tokens, usesAuthOption, identity }: SessionState): Legacy {
  return { namespace, database, tokens, usesAuthOption, identity };
}

/**
 * What a session takes over is what was in force when its call had its turn, whatever later calls change before it is
 * there. Only what had to be asked for or restored first was not known then.
 */
function heirOf({ scope, state }: SessionContext): () => { readonly place: Place; readonly legacy: Legacy } {
  const before = legacyOf(scope);
  const isKnown = before.tokens !== undefined || (scope.proof === undefined && state.isPrepared(scope));
  return () => {
    const now = legacyOf(scope);
    const legacy = isKnown && now.identity !== before.identity ? before : now;
    return { place: before.namespace === undefined ? now : before, legacy };
  };
}

/** A session outlives the token that it was made with: where its time has passed, it is renewed first. */
function* inheritIdentity(from: SessionContext, to: SessionContext, legacy: Legacy): Operation<void> {
  const { scope } = from;
  const { renewals, changes } = scope;
  const { tokens, usesAuthOption, identity } = legacy;
  if (tokens === undefined) return;
  try {
    yield* despiteConflicts(to, (current) => authenticate(current, fromTokens(tokens, "newSession")));
  } catch (error) {
    // A renewal would undo the sign-in that was asked for meanwhile.
    if (changes.awaitsIdentity || scope.identity !== identity) throw error;
    if (yield* renewIdentity(from, error, renewals, tokens.access))
      yield* authenticate(to, fromTokens(scope.tokens, "newSession"));
    else if (usesAuthOption && error instanceof ServerError) yield* signInByOption(from, to, error);
    else throw error;
  }
  to.scope.usesAuthOption = usesAuthOption;
}

/** Servers of 3.x do not read the tokens that they give for bearer keys. */
function* signInByOption(from: SessionContext, to: SessionContext, refusal: ServerError): Operation<void> {
  const asking: Suspension<AuthSource | null> = (continuation) => drive(resolveAuth(from), continuation);
  const source = yield* wait(awaitAuth(from, timeoutOf(from), asking));
  if (source === null) throw refusal;
  yield* authenticateByOption(to, fromSource(source, from.scope), "signed-in");
}

/** @internal */
export function* closeSession(context: SessionContext): Operation<void> {
  const { state, scope } = context;
  if (scope.session === undefined || scope.ended !== undefined) return;
  scope.ended = new SessionClosedError("The session has been closed. Make a new one with newSession().", {
    outcome: "not_sent",
    retrySafe: false,
  });
  state.sessionEnded(scope);
  const { status } = state;
  const isAwaited = (scope.calls?.size ?? 0) > 0;
  // Earlier calls of the session wait for the next connection: it is restored for them, and closed behind them.
  if (isAwaited && (status === "connecting" || status === "reconnecting"))
    return state.background(ignoreErrors(detachRestored(context)));
  forgetSession(context);
  // A session that the server has lost with the connection needs no detaching.
  if (status !== "connected") return;
  endTransactions(context);
  yield* detach(context);
}

function* detachRestored(context: SessionContext): Operation<void> {
  try {
    yield* detach(context.state.contextOf(context.scope));
  } finally {
    forgetSession(context);
  }
}

function forgetSession(context: SessionContext): void {
  context.state.sessions.delete(context.scope.label);
  removeSessionReplays(context);
}

function detach(context: SessionContext): Operation<void> {
  const { state, scope, settings } = withoutSignal(context);
  const speaking = { state, scope: scope.closing(), transaction: undefined, settings };
  return endOnServer(speaking, "detach", [], { exclusive: true, identity: true });
}

/** @internal */
export function* beginTransaction<P extends SessionContext>(
  context: P,
  options: IsolationOptions = {},
): Operation<P & { readonly transaction: TransactionState }> {
  const parameters = beginParameters(options, "beginTransaction");
  const { state, scope } = context;
  const late = (answer: unknown): void => cancelOnServer(state, scope, transactionId(answer));
  const result = yield* request(context, "begin", parameters, { late });
  const id = transactionId(result);
  if (id === undefined) {
    throw new UnexpectedResponseError("The answer to begin names no transaction.", { outcome: "unknown" });
  }
  if (scope.ended !== undefined) {
    cancelOnServer(state, scope, id);
    throw scope.ended;
  }
  // A server that knows the options says in its answer what it has begun.
  if (parameters.length > 0 && field(result, "isolation") === undefined) {
    cancelOnServer(state, scope, id);
    throw ignoredOptions();
  }
  const pin = new SessionPin("The transaction");
  pin.hold(context);
  return { ...context, pin, transaction: opened(context, id) };
}

function opened({ state, scope: { transactions } }: SessionContext, id: Uuid): TransactionState {
  const transaction = new TransactionState(id, state.epoch, () => state.epoch);
  for (const earlier of transactions) if (earlier.isLost) transactions.delete(earlier);
  transactions.add(transaction);
  transaction.whenOver(() => {
    transactions.delete(transaction);
    // Servers since 3.3 notify of its writes as of all others.
    if (transaction.mayBeCommitted && !state.server.isKnownAtLeast(3, 3)) state.wroteSilently();
  });
  return transaction;
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Servers have answered with the id, its text, a list of one, and an object that holds it. */
function transactionId(result: unknown): Uuid | undefined {
  if (result instanceof Uuid) return result;
  if (typeof result === "string") return uuidPattern.test(result) ? Uuid.parse(result) : undefined;
  if (Array.isArray(result)) return result.length === 1 ? transactionId(result[0]) : undefined;
  const inner = field(result, "id") ?? field(result, "txn");
  return inner === undefined ? undefined : transactionId(inner);
}
