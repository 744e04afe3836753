import type { Uuid } from "@surreal-sdk/values";
import { perform, type SessionCaller } from "../lite/caller.ts";
import type { LiveRow, LiveTarget } from "../lite/schema-session.ts";
import { kill as killLive, type LiveQueryOptions, startLive } from "../live/live.ts";
import { LiveConsumer, type SubscribeOptions } from "../live/live-consumer.ts";
import type { LiveId } from "../live/live-id.ts";
import type { LiveNotification } from "../live/live-notification.ts";
import type { Mode, Returns, Stream } from "../operation/mode.ts";
import type { DatabaseShape } from "../typing/database.ts";
import type { LinkPath } from "../typing/fetched.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { RowFor } from "../typing/schema-target.ts";
import { sessionContext } from "./session-context.ts";

/**
 * Starts a live query on a table, which must exist, on one record of it or on a range. No notification between this call
 * and {@link subscribeLive} is lost.
 *
 * On servers before 3.3, embedded databases included, a write at the same time may keep a live query from ever being
 * notified. There, the SDK starts a second one after two to four seconds and ends it at once, which prevents that.
 *
 * @param db - a connection or a session
 * @param options - `true` for diff mode, or `diff`, `where`, `fields`, `value`, `fetch` and `resync`
 * @returns the id of the query. It stays the same across reconnects.
 * @throws {@link UnsupportedFeatureError} over HTTP.
 * @example
 * ```ts
 * const id = await live(db, "user", { where: gt("age", 18) });
 * ```
 */
export function live<M extends Mode, S extends DatabaseShape, const G extends LiveTarget<S>, Diff extends boolean>(
  db: SessionCaller<M, S>,
  target: G,
  options: Diff,
): Returns<M, LiveId<LiveRow<S, G, never, Diff>>>;
/** Starts a live query; see the first overload. */
export function live<
  M extends Mode,
  S extends DatabaseShape,
  const G extends LiveTarget<S>,
  const F extends FieldOf<RowFor<S, G>, S> = never,
  const Diff extends boolean = false,
  const V extends FieldOf<RowFor<S, G>, S> = never,
  const P extends LinkPath<RowFor<S, G>, S> = never,
>(
  db: SessionCaller<M, S>,
  target: G,
  options?: boolean | LiveQueryOptions<F, Diff, V, P>,
): Returns<M, LiveId<LiveRow<S, G, F, Diff, V, P>>>;
/** Starts a live query; see the first overload. */
export function live<M extends Mode>(
  db: SessionCaller<M>,
  target: unknown,
  options?: boolean | LiveQueryOptions,
): Returns<M, Uuid> {
  const context = sessionContext(db, "live");
  return perform(context, "live", startLive(context, target, options), "live");
}

/**
 * Streams the notifications of a live query, from this call on; the first consumer also gets the earlier ones.
 *
 * The stream ends without an error on {@link kill}, on closing, and when the server ends the query. It throws a {@link
 * LiveEndedError} when the connection is lost permanently or the session changes to another identity, a {@link
 * LiveOverflowError} when the consumer is too slow. Leaving a loop by `break` kills a query that this connection
 * started.
 *
 * @typeParam T - the type of the notifications' results, which the id carries; for an id that carries none, an
 * unchecked assertion
 * @param db - a connection or a session
 * @throws {@link UnsupportedFeatureError} over HTTP, at the call.
 * @example
 * ```ts
 * for await (const change of subscribeLive(db, await live(db, "user"))) console.log(change.action);
 * ```
 */
export function subscribeLive<T = unknown>(
  db: SessionCaller<"async">,
  id: LiveId<T> | Uuid | string,
  options?: SubscribeOptions,
): Stream<"async", LiveNotification<T>>;
/** Streams the notifications of a live query; see the first overload. */
export function subscribeLive<T = unknown>(
  db: SessionCaller<"blocking">,
  id: LiveId<T> | Uuid | string,
  options?: SubscribeOptions,
): Stream<"blocking", LiveNotification<T>>;
/** Streams the notifications of a live query; see the first overload. */
export function subscribeLive<M extends Mode, T>(
  db: SessionCaller<M>,
  id: LiveId<T> | Uuid | string,
  options?: SubscribeOptions,
): Stream<M, LiveNotification<T>>;
/** Streams the notifications of a live query; see the first overload. */
export function subscribeLive<M extends Mode>(
  db: SessionCaller<M>,
  id: Uuid | string,
  options?: SubscribeOptions,
): Stream<M, unknown> {
  const context = sessionContext(db, "subscribeLive");
  context.state.require("live", "subscribeLive");
  return context.runtime.stream(new LiveConsumer(context, id, options));
}

/**
 * Ends a live query. One that has ended already is ignored.
 *
 * @param db - a connection or a session
 * @example
 * ```ts
 * await kill(db, id);
 * ```
 */
export function kill<M extends Mode>(db: SessionCaller<M>, id: Uuid | string): Returns<M, void> {
  const context = sessionContext(db, "kill");
  return perform(context, "kill", killLive(context, id), "live");
}
