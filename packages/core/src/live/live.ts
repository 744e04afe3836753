import { Table, Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { request, toCall } from "../call/request.ts";
import { typeName } from "../call/type-name.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import type { Operation } from "../operation/operation.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import { tableName } from "../surrealql/bound-query.ts";
import { addFields, addWhere } from "../surrealql/clauses.ts";
import type { Condition } from "../surrealql/expressions.ts";
import { StatementBuilder } from "../surrealql/statement.ts";
import { resolveTable } from "../surrealql/target.ts";
import { ChangeFeedResync } from "./change-feed-resync.ts";
import { startedLiveId } from "./live-answer.ts";
import type { Resync } from "./live-catch-up.ts";
import { LiveQueries } from "./live-queries.ts";
import type { LiveSubscription } from "./live-subscription.ts";
import { SnapshotResync } from "./snapshot-resync.ts";

/** What a live query reports. */
export interface LiveQueryOptions {
  /** Report changes as JSON Patch instead of whole records. Default: false. */
  readonly diff?: boolean;
  /** Report only records that fulfil it. */
  readonly where?: Condition;
  /** Report only these fields. */
  readonly fields?: readonly (string | BoundQuery)[];
  /**
   * Find out after a reconnect what was missed, and tell it before the stream goes on. A `GAP` comes only when that
   * fails. `"changes"` reads the table's change feed (`DEFINE TABLE … CHANGEFEED`), where it has one; `"snapshot"` reads
   * the table again, holds all of its records in memory, and tells of each how it is now.
   */
  readonly resync?: "changes" | "snapshot";
}

/**
 * Starts a live query. It is started again on every new connection, with a `GAP` in its stream.
 *
 * @internal
 */
export function* startLive(
  context: CallContext,
  table: unknown,
  options: boolean | LiveQueryOptions | undefined,
): Operation<Uuid> {
  const given = typeof options === "boolean" ? { diff: options } : (options ?? {});
  if (typeof given !== "object") throw new TypeError("live() takes true for diff mode, or { diff, where, fields }.");
  const settings = knownOptions<LiveQueryOptions>(given, ["diff", "where", "fields", "resync"], "live");
  const name = resolveTable(table, "live");
  const [method, params] = liveRequest(name, settings);
  let id: Uuid | undefined;
  const resync = yield* chooseResync(context, name, settings, () => id as Uuid);
  const result = yield* request(context, method, params, { exclusive: true });
  id = startedLiveId(result);
  if (id === undefined) throw new UnexpectedResponseError("The answer to live holds no id.", { outcome: "unknown" });
  const replay = toCall(context, method, params, { exclusive: true });
  const subscription = context.state.part(LiveQueries).own(context, id, replay, resync);
  if (resync instanceof SnapshotResync) yield* startResync(context, subscription, resync);
  return id;
}

/** A query that cannot keep what it promised is ended: nobody knows its id yet. */
function* startResync(context: CallContext, subscription: LiveSubscription, resync: SnapshotResync): Operation<void> {
  try {
    yield* resync.start({ ...context, scope: subscription.scope });
  } catch (error) {
    context.state.background(endLive(context, subscription));
    throw error;
  }
}

/** How what a reconnect costs is to be found out; nothing where it cannot be, or need not be. */
function* chooseResync(
  context: CallContext,
  table: string,
  { resync, diff, where, fields }: LiveQueryOptions,
  id: () => Uuid,
): Operation<Resync | undefined> {
  if (resync === undefined) return undefined;
  if (diff === true || fields !== undefined) {
    throw new TypeError("live(): `resync` tells whole records; it does not go with `diff` and `fields`.");
  }
  if (resync === "snapshot") return new SnapshotResync(table, where, id);
  if (resync !== "changes") throw new TypeError('live(): `resync` is "changes" or "snapshot".');
  if (where !== undefined)
    throw new TypeError('live(): with `where`, `resync` is "snapshot": a feed knows no conditions.');
  return yield* ChangeFeedResync.find(context, table, id);
}

/** The RPC method where it suffices; a query where there is more to say. */
function liveRequest(table: string, options: LiveQueryOptions): [method: string, params: unknown[]] {
  const { where, fields, diff } = options;
  if (where === undefined && fields === undefined) return ["live", [new Table(table), diff === true]];
  if (diff === true && fields !== undefined) throw new TypeError("live(): `diff` reports patches; it has no `fields`.");
  const statement = new StatementBuilder("LIVE SELECT ");
  if (diff === true) statement.add("DIFF");
  else addFields(statement, fields);
  statement.add(` FROM ${tableName(table)}`);
  addWhere(statement, where);
  const { text, bindings } = statement.build();
  return ["query", [text, bindings]];
}

/**
 * Ends a live query. One that is over already is left alone.
 *
 * @internal
 */
export function* kill(context: CallContext, given: unknown): Operation<void> {
  const id = toLiveId(given, "kill");
  const { registry: live } = context.state.part(LiveQueries);
  const subscription = live.get(id);
  if (subscription === undefined) {
    if (!live.hasEnded(id)) yield* request(context, "kill", [id], { exclusive: true });
    return;
  }
  yield* endLive(context, subscription);
}

/**
 * Ends a subscription here and, where there is a connection that runs it, on the server.
 *
 * @internal
 */
export function* endLive(context: CallContext, subscription: LiveSubscription): Operation<void> {
  const { state } = context;
  const { scope, serverId } = subscription;
  state.part(LiveQueries).registry.end(subscription);
  if (state.status !== "connected" || scope.ended !== undefined) return;
  yield* request({ ...context, scope }, "kill", [Uuid.parse(serverId)], { exclusive: true });
}

/** @internal */
export function toLiveId(given: unknown, method: string): Uuid {
  if (given instanceof Uuid) return given;
  if (typeof given === "string") return Uuid.parse(given);
  throw new TypeError(`${method}() takes the id that live() gave, not ${typeName(given)}.`);
}
