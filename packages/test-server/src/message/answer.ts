import { mapEntries, readText } from "../cbor/walk.ts";
import { concat, map, NONE, text } from "../cbor/write.ts";

/** What a request came to: a result, or an error object; in either case as bytes that nobody needs to read. */
export interface Answer {
  readonly failed: boolean;
  readonly value: Uint8Array;
  /** Whether it is sent without the request's id: what could not be decoded has none, even where it had one. */
  readonly orphan?: boolean;
}

/** What an answer is wrapped in on the way to the client. */
export interface AnswerEnvelope {
  /** The request's id as it was written; omitted where the request had none, and over HTTP. */
  readonly id?: Uint8Array | undefined;
  /** The attached session the request named, written as a uuid. */
  readonly session?: Uint8Array | undefined;
}

/** The answer of a method that has nothing to say. */
export const nothing: Answer = { failed: false, value: NONE };

/** A successful answer. */
export function result(value: Uint8Array): Answer {
  return { failed: false, value };
}

/** Writes the response map, its keys in the server's (alphabetical) order. */
export function writeResponse(answer: Answer, envelope: AnswerEnvelope = {}): Uint8Array {
  const id = answer.orphan ? undefined : envelope.id;
  return answer.failed
    ? map({ error: answer.value, id, session: envelope.session })
    : map({ id, result: answer.value, session: envelope.session });
}

/** Writes the frame of a notification around what the engine says; `session` only for an attached one. */
export function writeNotification(inner: Uint8Array, session?: Uint8Array): Uint8Array {
  if (session !== undefined) return map({ result: inner, session });
  return concat([Uint8Array.of(0xa1), text("result"), inner]);
}

/** Reads the message out of an error object. */
export function errorMessage(answer: Answer): string {
  const entry = mapEntries(answer.value, 0)?.find(({ key }) => key === "message");
  return (entry === undefined ? undefined : readText(answer.value, entry.value.start)) ?? "";
}
