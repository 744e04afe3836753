import { type RecordId, Uuid } from "@surreal-sdk/values";
import { field, textField } from "../errors/server-error.ts";

/** A record changed. */
export interface LiveChange<T = unknown> {
  /** The live query, by the id that `live()` returned, whatever id the server uses since. */
  readonly id: Uuid;
  readonly action: "CREATE" | "UPDATE" | "DELETE";
  /** The record that changed. */
  readonly record: RecordId | undefined;
  /** The record after the change (before it for DELETE), or in diff mode a list of JSON Patch operations. */
  readonly result: T;
}

/** Changes may be missing here: read the data again if it matters. */
export interface LiveGap {
  readonly id: Uuid;
  readonly action: "GAP";
  /** `"reconnect"`: the connection was lost for a while. `"overflow"`: the consumer was too slow. */
  readonly reason: "reconnect" | "overflow";
  /** How many notifications were dropped, where that is known. */
  readonly dropped?: number;
}

/** The items of a live stream. */
export type LiveNotification<T = unknown> = LiveChange<T> | LiveGap;

/** A notification as the server sent it, before it is assigned to a live query. */
export interface SentNotification {
  /** The server's id of the live query, as text. */
  readonly liveId: string;
  /** The attached session it was sent to. */
  readonly session: string | undefined;
  readonly action: string;
  readonly record: RecordId | undefined;
  readonly result: unknown;
  /** The bytes of its message. */
  readonly size: number;
}

const actions: ReadonlySet<string> = new Set(["CREATE", "UPDATE", "DELETE", "KILLED", "ERROR"]);

/**
 * Reads a decoded notification frame; `undefined` when it is not one.
 *
 * @internal
 */
export function toNotification(frame: unknown, size: number): SentNotification | undefined {
  const body = field(frame, "result");
  const id = field(body, "id");
  const action = textField(body, "action")?.toUpperCase();
  if (!(id instanceof Uuid) || action === undefined || !actions.has(action)) return undefined;
  return {
    liveId: id.toJSON(),
    session: idText(field(frame, "session")),
    action,
    record: field(body, "record") as RecordId | undefined,
    result: field(body, "result"),
    size,
  };
}

/**
 * The live query that a malformed notification frame seems to belong to.
 *
 * @internal
 */
export function liveIdOf(frame: unknown): string | undefined {
  return idText(field(field(frame, "result"), "id"));
}

function idText(value: unknown): string | undefined {
  return value instanceof Uuid ? value.toJSON() : undefined;
}
