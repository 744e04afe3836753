import type { RecordId } from "@surreal-sdk/values";

/** A record as the database returns it, when nothing more is known about it. */
export interface RecordData {
  readonly id: RecordId;
  readonly [field: string]: unknown;
}
