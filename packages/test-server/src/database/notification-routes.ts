import { readUuid } from "../cbor/read.ts";
import { mapEntries, readText } from "../cbor/walk.ts";
import type { Principal } from "../message/principal.ts";
import type { Place } from "./place.ts";

/** A notification of a live query, of which only the address was read. */
export interface LiveNotification {
  readonly live: string;
  readonly killed: boolean;
  /** The notification in the engine's encoding: `{action, id, record, result, session}`. */
  readonly inner: Uint8Array;
}

/** Receives the notifications of a session's live queries. */
export interface Subscriber {
  notified(notification: LiveNotification): void;
}

/** Where a live query comes from. */
export interface LiveOrigin {
  readonly place: Place | undefined;
  /** The user that has started it. */
  readonly principal: Principal | undefined;
}

/** A live query of a client. */
export interface LiveQuery extends LiveOrigin {
  readonly live: string;
  readonly subscriber: Subscriber;
}

/**
 * Finds the subscriber of an engine's notification. Notifications without a subscriber are dropped: the engine
 * continues to notify for live queries whose session was reset or removed.
 */
export class NotificationRoutes {
  readonly #bySession = new Map<string, Subscriber>();
  readonly #byLive = new Map<string, LiveQuery>();

  /** Routes all notifications of the session's live queries. */
  addSession(session: string, subscriber: Subscriber): void {
    this.#bySession.set(session, subscriber);
  }

  /** Removes a session. */
  removeSession(session: string): void {
    this.#bySession.delete(session);
  }

  /** Routes one live query: a KILLED notification names no session. */
  addLive(live: string, subscriber: Subscriber, origin: LiveOrigin): void {
    this.#byLive.set(live, { ...origin, live, subscriber });
  }

  /** The live query with an id. */
  liveQuery(live: string): LiveQuery | undefined {
    return this.#byLive.get(live);
  }

  /** All live queries. */
  liveQueries(): LiveQuery[] {
    return [...this.#byLive.values()];
  }

  /** Removes a live query. */
  removeLive(live: string): void {
    this.#byLive.delete(live);
  }

  /** Passes a notification frame of the engine to its subscriber. */
  deliver(frame: Uint8Array): void {
    const body = mapEntries(frame, 0)?.find((entry) => entry.key === "result");
    if (body === undefined) return;
    const inner = frame.subarray(body.value.start, body.value.end);
    const fields = new Map(mapEntries(inner, 0)?.map((entry) => [entry.key, entry.value.start]));
    const live = readUuid(inner, fields.get("id") ?? 0);
    if (live === undefined) return;
    const session = fields.get("session");
    const owner =
      this.#byLive.get(live)?.subscriber ?? this.#bySession.get((session && readUuid(inner, session)) || "");
    owner?.notified({ live, killed: readText(inner, fields.get("action") ?? 0) === "KILLED", inner });
  }
}
