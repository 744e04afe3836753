import { readUuid } from "../cbor/read.ts";
import { mapEntries, readText } from "../cbor/walk.ts";

/** What a live query has to say, of which only the address was read. */
export interface LiveNotification {
  readonly live: string;
  readonly killed: boolean;
  /** The notification as the engine wrote it: `{action, id, record, result, session}`. */
  readonly inner: Uint8Array;
}

/** Who wants to hear from the live queries of a session. */
export interface Subscriber {
  notified(notification: LiveNotification): void;
}

/**
 * Finds out whom a notification of the one engine is for. What nobody owns is dropped: the engine goes on
 * notifying for live queries whose session was reset or is gone.
 */
export class NotificationRoutes {
  readonly #bySession = new Map<string, Subscriber>();
  readonly #byLive = new Map<string, Subscriber>();

  /** Routes whatever the session's live queries say. */
  addSession(session: string, subscriber: Subscriber): void {
    this.#bySession.set(session, subscriber);
  }

  /** Forgets a session. */
  removeSession(session: string): void {
    this.#bySession.delete(session);
  }

  /** Routes one live query: a KILLED names no session. */
  addLive(live: string, subscriber: Subscriber): void {
    this.#byLive.set(live, subscriber);
  }

  /** Forgets a live query. */
  removeLive(live: string): void {
    this.#byLive.delete(live);
  }

  /** Hands a notification frame of the engine to its subscriber. */
  deliver(frame: Uint8Array): void {
    const body = mapEntries(frame, 0)?.find((entry) => entry.key === "result");
    if (body === undefined) return;
    const inner = frame.subarray(body.value.start, body.value.end);
    const fields = new Map(mapEntries(inner, 0)?.map((entry) => [entry.key, entry.value.start]));
    const live = readUuid(inner, fields.get("id") ?? 0);
    if (live === undefined) return;
    const session = fields.get("session");
    const owner = this.#byLive.get(live) ?? this.#bySession.get((session && readUuid(inner, session)) || "");
    owner?.notified({ live, killed: readText(inner, fields.get("action") ?? 0) === "KILLED", inner });
  }
}
