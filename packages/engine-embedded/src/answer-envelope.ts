import { joinBytes } from "@surreal-sdk/transport/toolkit";
import { fields, itemEnd, readHead } from "./cbor-walk.ts";

const errorKey = Uint8Array.of(0xa1, 0x65, 0x65, 0x72, 0x72, 0x6f, 0x72);
const resultKey = Uint8Array.of(0xa1, 0x66, 0x72, 0x65, 0x73, 0x75, 0x6c, 0x74);
const mandatory = ["cause", "code", "kind", "message"];

/**
 * Creates the envelope for an answer of the native module: a bare value on success, `{error: …}` on failure.
 *
 * A value that is itself an object with the single key `error` is distinguished from a failure by its contents: the
 * database writes exactly `cause`, `code`, `kind`, `message` and sometimes `details`. A function that returns exactly
 * that is taken for a failure; nothing in the answer distinguishes the two.
 */
export function answerEnvelope(answer: Uint8Array): Uint8Array {
  return isFailure(answer) ? answer : resultEnvelope(answer);
}

/** Wraps the bytes of a value as `{result: …}`. */
export function resultEnvelope(value: Uint8Array): Uint8Array {
  return joinBytes([resultKey, value]);
}

/** Reports whether the native module answered with a failure. */
export function isFailure(answer: Uint8Array): boolean {
  if (errorKey.some((byte, at) => answer[at] !== byte)) return false;
  const error = fields(answer, errorKey.length);
  if (error.size !== mandatory.length + (error.has("details") ? 1 : 0)) return false;
  if (!mandatory.every((key) => error.has(key))) return false;
  if (itemEnd(answer, errorKey.length) !== answer.length) return false;
  const major = (key: string) => readHead(answer, error.get(key) as number).major;
  return major("code") <= 1 && major("kind") === 3 && major("message") === 3;
}
