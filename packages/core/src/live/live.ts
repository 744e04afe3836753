import { maskLiterals, type RecordId, Table, Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { onceReopened, onceSettled } from "../call/call-order.ts";
import { knownOptions } from "../call/known-keys.ts";
import { request } from "../call/request.ts";
import { SessionPin } from "../call/session-pin.ts";
import { withoutSignal } from "../call/settings.ts";
import { typeName } from "../call/type-name.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation } from "../operation/operation.ts";
import { despiteConflicts } from "../session/conflicts.ts";
import { tableName } from "../surrealql/bound-query.ts";
import { addFetch, addProjection, addWhere, type Field } from "../surrealql/clauses.ts";
import { and, type Condition } from "../surrealql/expressions.ts";
import { StatementBuilder } from "../surrealql/statement.ts";
import { resolveTarget } from "../surrealql/target.ts";
import { withinTarget } from "../surrealql/within-target.ts";
import { ChangeFeedResync } from "./change-feed-resync.ts";
import { killOnServer } from "./kill-on-server.ts";
import { lastId, startedLiveId } from "./live-answer.ts";
import type { Resync } from "./live-catch-up.ts";
import type { LiveOrigin } from "./live-origin.ts";
import { LiveQueries } from "./live-queries.ts";
import { type LiveRequest, LiveStart } from "./live-start.ts";
import type { LiveSubscription } from "./live-subscription.ts";
import { SnapshotResync } from "./snapshot-resync.ts";

/** The options of a live query. */
export interface LiveQueryOptions<F = Field, Diff extends boolean = boolean, V = F, P = Field> {
  /** Report changes as JSON Patch instead of whole records. Default: false. */
  readonly diff?: Diff | undefined;
  /** Report only records that match it. */
  readonly where?: Condition | undefined;
  /** Report only these fields. */
  readonly fields?: readonly F[] | undefined;
  /** Report only the value of this field. */
  readonly value?: V | undefined;
  /** Fields with record ids, which are replaced by those records. A change of such a record alone is not reported. */
  readonly fetch?: readonly P[] | undefined;
  /**
   * Find out after a reconnect what was missed, and report it before the stream continues. A `GAP` is reported only
   * if that fails. `"changes"` reads the table's change feed (`DEFINE TABLE … CHANGEFEED`), if it has one;
   * `"snapshot"` reads the table again, holds all of its records in memory, and reports the current state of each.
   */
  readonly resync?: "changes" | "snapshot" | undefined;
}

/**
 * Starts a live query. It is started again on every new connection, with a `GAP` in its stream.
 *
 * @internal
 */
export function* startLive(
  context: CallContext,
  target: unknown,
  options: boolean | LiveQueryOptions | undefined,
): Operation<Uuid> {
  const given = typeof options === "boolean" ? { diff: options } : (options ?? {});
  if (typeof given !== "object") throw new TypeError("live() takes true for diff mode, or { diff, where, fields }.");
  const settings = knownOptions<LiveQueryOptions>(given, liveKeys, "live");
  if (settings.diff !== undefined && typeof settings.diff !== "boolean") {
    throw new TypeError("live(): `diff` is true or false.");
  }
  const watched = watchedBy(target, settings);
  const live = liveRequest(watched);
  let id: Uuid | undefined;
  const find = (inside: CallContext): Operation<Resync | undefined> => chooseResync(inside, watched, () => id as Uuid);
  const sent = settings.resync === undefined ? sendStart(context, live) : sendCaughtUp(context, live, find);
  const begun = yield* sent;
  id = begun.id;
  const { start, resync } = begun;
  const queries = context.state.part(LiveQueries);
  const subscription = queries.own(context, id, start, resync);
  yield* queries.lists.renew(context, start);
  const { signal } = context.settings;
  if (signal?.aborted === true) {
    context.state.background(ignoreErrors(endLive(withoutSignal(context), subscription)));
    throw signal.reason;
  }
  if (resync instanceof SnapshotResync) yield* startResync(context, subscription, resync, start.origin);
  return id;
}

const liveKeys = ["diff", "where", "fields", "value", "fetch", "resync"] as const;

/** The table of a live query, and what it reports of it. */
interface Watched {
  readonly table: string;
  readonly where: Condition | undefined;
  /** Whether it reports all records of the table. */
  readonly isWhole: boolean;
  /** The user's own, and never spread: the copy would inherit from a polluted prototype. */
  readonly options: LiveQueryOptions;
}

/** The server takes only tables: a record and a range become a condition. */
function watchedBy(given: unknown, options: LiveQueryOptions): Watched {
  const target = resolveTarget(given, "live");
  const value: RecordId | Table = target.value;
  const { where } = options;
  if (value instanceof Table) return { table: value.name, where, isWhole: where === undefined, options };
  return { table: value.table, where: and(withinTarget(target), where), isWhole: false, options };
}

/** What became of the request that starts a live query. */
interface SentStart {
  readonly id: Uuid;
  readonly start: LiveStart;
  readonly resync?: Resync | undefined;
}

function* sendStart(context: CallContext, live: LiveRequest): Operation<SentStart> {
  const id = yield* started(context, live);
  return { id, start: new LiveStart(context, live) };
}

/**
 * Sends the request that starts a live query, again after a conflict with another transaction: with the place, identity
 * and variables of the first one.
 *
 * @param variables - those that it is to have, if the session may have others by now
 */
function started(context: CallContext, live: LiveRequest, variables?: ReadonlyMap<string, unknown>): Operation<Uuid> {
  const late = (answer: unknown): void => {
    const id = lastId(answer);
    if (id !== undefined) context.state.part(LiveQueries).discard(id.toJSON(), context.scope);
  };
  let start = variables === undefined ? undefined : new LiveStart(context, live, variables);
  let { pin } = context;
  return despiteConflicts(context, function* (current) {
    const { method, params } = start?.request() ?? live;
    try {
      const answer = yield* request({ ...current, pin }, method, params, { exclusive: true, late });
      const id = startedLiveId(answer);
      if (id !== undefined) return id;
    } catch (error) {
      start ??= new LiveStart(context, live);
      pin ??= new SessionPin("Starting a live query");
      pin.hold(context);
      throw error;
    }
    throw new UnexpectedResponseError("The answer to live holds no id.", { outcome: "unknown" });
  });
}

/**
 * Starts a live query after the request that may be needed to catch up. Both must have the same place and identity; the
 * variables are those of the first one.
 */
function* sendCaughtUp(
  context: CallContext,
  live: LiveRequest,
  find: (inside: CallContext) => Operation<Resync | undefined>,
): Operation<SentStart> {
  const first = yield* onceReopened(yield* onceSettled({ ...context, pin: new SessionPin("Starting a live query") }));
  const variables = new Map(context.scope.variables);
  const resync = yield* find(first);
  // To read the table later takes no request now: it is still the turn of this call.
  const second = resync instanceof SnapshotResync ? first : yield* onceSettled(first);
  const id = yield* started(second, live, variables);
  return { id, start: new LiveStart(context, live, variables), resync };
}

/** Ends a query that cannot be resynced as promised: its id is not known yet. */
function* startResync(
  context: CallContext,
  subscription: LiveSubscription,
  resync: SnapshotResync,
  origin: LiveOrigin,
): Operation<void> {
  try {
    yield* resync.start((statement) => origin.read(context, statement));
  } catch (error) {
    context.state.background(ignoreErrors(endLive(withoutSignal(context), subscription)));
    throw error;
  }
}

/** Chooses how missed changes are determined; `undefined` where it is impossible or unnecessary. */
function* chooseResync(
  context: CallContext,
  { table, where, isWhole, options: { resync, diff, fields, value, fetch } }: Watched,
  id: () => Uuid,
): Operation<Resync | undefined> {
  if (resync === undefined) return undefined;
  if (diff === true || [fields, value, fetch].some((clause) => clause !== undefined)) {
    throw new TypeError(
      "live(): `resync` reports whole records; it cannot be combined with `diff`, `fields`, `value` and `fetch`.",
    );
  }
  if (resync === "snapshot") return new SnapshotResync(table, where, id);
  if (resync !== "changes") throw new TypeError('live(): `resync` is "changes" or "snapshot".');
  if (!isWhole) {
    throw new TypeError(
      'live(): with `where`, and for a record or a range, `resync` is "snapshot": a change feed cannot be filtered.',
    );
  }
  return yield* ChangeFeedResync.find(context, table, id);
}

/** The operators that search by an index. */
const searching = /@\d*@|<\|/;

/** The RPC method where it suffices, otherwise a query. */
function liveRequest({ table, where, options: { fields, value, fetch, diff } }: Watched): LiveRequest {
  const isPlain = [where, fields, value, fetch].every((clause) => clause === undefined);
  if (diff === true && [fields, value, fetch].some((clause) => clause !== undefined)) {
    throw new TypeError("live(): `diff` reports patches; it has no `fields`, `value` and `fetch`.");
  }
  const builder = new StatementBuilder("LIVE SELECT ");
  if (diff === true) builder.add("DIFF");
  else addProjection(builder, fields, value);
  builder.add(` FROM ${tableName(table)}`);
  addWhere(builder, where);
  if (where && searching.test(maskLiterals(where.text))) {
    throw new TypeError("live(): the server reports nothing to a live query that searches: use watch().");
  }
  addFetch(builder, fetch);
  const statement = builder.build();
  if (isPlain) return { method: "live", params: [new Table(table), diff === true], statement };
  return { method: "query", params: [statement.text, statement.bindings], statement };
}

/**
 * Ends a live query. One that is over already is ignored.
 *
 * @internal
 */
export function* kill(calling: CallContext, given: unknown): Operation<void> {
  // Where the caller has given up, nothing but this ends the live query on the server.
  const context = withoutSignal(calling);
  const id = toLiveId(given, "kill");
  const { registry: live } = context.state.part(LiveQueries);
  const subscription = live.get(id);
  if (subscription === undefined) {
    if (live.hasEnded(id)) return;
    yield* killOnServer(context, id.toJSON());
    live.ignore(id.toJSON());
    return;
  }
  yield* endLive(context, subscription);
}

/**
 * Ends a subscription here and, if a connection runs it, on the server. One that is over already is left alone: the
 * server has ended it, or is asked to.
 *
 * @internal
 */
export function* endLive(context: CallContext, subscription: LiveSubscription): Operation<void> {
  const { state } = context;
  const { id, scope, serverId } = subscription;
  const { registry } = state.part(LiveQueries);
  if (registry.get(id) !== subscription) return;
  registry.end(subscription);
  if (state.status !== "connected" || scope.ended !== undefined) return;
  yield* killOnServer({ ...context, scope }, serverId);
}

/** @internal */
export function toLiveId(given: unknown, method: string): Uuid {
  if (given instanceof Uuid) return given;
  if (typeof given === "string") return Uuid.parse(given);
  throw new TypeError(`${method}() takes the id that live() gave, not ${typeName(given)}.`);
}
