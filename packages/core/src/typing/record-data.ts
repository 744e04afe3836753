import type { RecordId } from "@surreal-sdk/values";

/** Fields of which nothing more is known. */
export interface FieldData {
  readonly [field: string]: unknown;
}

/** A record as the database returns it, when nothing more is known about it. */
export interface RecordData extends FieldData {
  readonly id: RecordId;
}
