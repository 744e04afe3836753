import { fieldsOf, textOf } from "../cbor/fields.ts";
import { mapEntries, readText } from "../cbor/walk.ts";
import { concat, map, NONE, text } from "../cbor/write.ts";

/** The outcome of a request: a result, or an error object; both as encoded bytes. */
export interface Answer {
  readonly failed: boolean;
  readonly value: Uint8Array;
  /**
   * Whether it is sent without the request's id: the answer to a request that could not be decoded has none, even if
   * the request had one.
   */
  readonly orphan?: boolean;
}

/** The envelope of an answer to the client. */
export interface AnswerEnvelope {
  /** The request's encoded id; omitted if the request had none, and over HTTP. */
  readonly id?: Uint8Array | undefined;
  /** The attached session that the request named, encoded as a UUID. */
  readonly session?: Uint8Array | undefined;
}

/** The answer of a method without a result. */
export const nothing: Answer = { failed: false, value: NONE };

/** A successful answer. */
export function result(value: Uint8Array): Answer {
  return { failed: false, value };
}

/** Encodes the response map, with its keys in the server's (alphabetical) order. */
export function writeResponse(answer: Answer, envelope: AnswerEnvelope = {}): Uint8Array {
  const id = answer.orphan ? undefined : envelope.id;
  return answer.failed
    ? map({ error: answer.value, id, session: envelope.session })
    : map({ id, result: answer.value, session: envelope.session });
}

/** Encodes the frame of a notification; `session` only for an attached one. */
export function writeNotification(inner: Uint8Array, session?: Uint8Array): Uint8Array {
  if (session !== undefined) return map({ result: inner, session });
  return concat([Uint8Array.of(0xa1), text("result"), inner]);
}

/** Reads the kind of an error object, with the kinds of its details: from the outer ones to those within. */
export function errorKind({ value }: Answer): { readonly kind: string; readonly details: (string | undefined)[] } {
  const error = fieldsOf(value);
  const outer = fieldsOf(error.get("details"));
  const inner = fieldsOf(outer.get("details"));
  return { kind: textOf(error, "kind") ?? "Internal", details: [textOf(outer, "kind"), textOf(inner, "kind")] };
}

/** Reads the message of an error object. */
export function errorMessage(answer: Answer): string {
  const entry = mapEntries(answer.value, 0)?.find(({ key }) => key === "message");
  return (entry === undefined ? undefined : readText(answer.value, entry.value.start)) ?? "";
}
