import { platformTime } from "@surreal-sdk/transport/toolkit";
import { resultEnvelope } from "./answer-envelope.ts";
import { fields, readText, readUuid } from "./cbor-walk.ts";
import type { NativeDatabase, NativeReceiver } from "./native-binding.ts";

/** Receives a notification in the form that a server sends: `{result: {id, action, record, result, session}}`. */
export type NotificationListener = (frame: Uint8Array) => void;

/**
 * Reads the notifications of a database, but only while it has live queries: a pending read keeps the process alive.
 * Notifications that arrive in the meantime are kept for the next read.
 */
export class NotificationStream {
  readonly #native: NativeDatabase;
  readonly #listeners = new Set<NotificationListener>();
  /** Live ids in hexadecimal digits, with the session that can kill them. */
  readonly #live = new Map<string, string>();
  /** Ids whose end arrived before the answer that names them. */
  readonly #endedEarly = new Set<string>();
  #receiver: NativeReceiver | undefined;
  #reading: Promise<void> | undefined;
  #stopping = false;

  constructor(native: NativeDatabase) {
    this.#native = native;
  }

  subscribe(listener: NotificationListener): () => void {
    const own: NotificationListener = (frame) => listener(frame);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Records the live queries that a request has started. */
  started(ids: readonly string[], session: string): void {
    for (const id of ids) if (!this.#endedEarly.delete(id)) this.#live.set(id, session);
    if (this.#live.size > 0 && !this.#stopping) this.#reading ??= this.#read();
  }

  /** Notifies no listener any more. */
  silence(): void {
    this.#listeners.clear();
  }

  /**
   * Stops reading. A pending read ends only with the next notification, or when the store is freed (which does not
   * end it after a `DEFINE INDEX`): so one live query is killed, which sends a notification.
   */
  async stop(kill: (id: string, session: string) => Promise<boolean>): Promise<void> {
    this.#stopping = true;
    this.silence();
    if (this.#reading === undefined) return;
    for (const [id, session] of this.#live) {
      if (await kill(id, session)) return this.#reading;
    }
  }

  async #read(): Promise<void> {
    try {
      this.#receiver ??= await this.#native.notifications();
      while (this.#live.size > 0 && !this.#stopping) {
        const notification = await this.#receiver.recv();
        if (notification === null || this.#stopping) return;
        this.#deliver(notification);
      }
    } catch {
      this.#live.clear(); // the store was freed
    } finally {
      this.#reading = undefined;
    }
  }

  #deliver(notification: Uint8Array): void {
    const id = killedId(notification);
    if (id !== undefined && !this.#live.delete(id)) this.#endedEarly.add(id);
    const frame = resultEnvelope(notification);
    for (const listener of this.#listeners) {
      try {
        listener(frame);
      } catch (error) {
        platformTime.queueMicrotask(() => {
          throw error; // the listener's own fault, which must not stop reading for the others
        });
      }
    }
  }
}

/** The id of the live query whose end this is; the database writes `action` and `id` before everything else. */
function killedId(notification: Uint8Array): string | undefined {
  const facts = fields(notification, 0, 2);
  const action = facts.get("action");
  const id = facts.get("id");
  if (action === undefined || id === undefined || readText(notification, action) !== "KILLED") return undefined;
  return readUuid(notification, id);
}
