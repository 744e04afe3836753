import { mapEntries } from "@surreal-sdk/codec";

const RESULT_KEY = Uint8Array.of(0xa1, 0x66, 0x72, 0x65, 0x73, 0x75, 0x6c, 0x74); // a map of one entry, "result"

/** Makes the envelope that the SDK expects of what the database answers: a bare value, or already `{error: …}`. */
export function answerEnvelope(answer: Uint8Array): Uint8Array {
  return isFailure(answer) ? answer : resultEnvelope(answer);
}

/** Puts `{result: …}` around the bytes of a value. */
export function resultEnvelope(value: Uint8Array): Uint8Array {
  const envelope = new Uint8Array(RESULT_KEY.length + value.length);
  envelope.set(RESULT_KEY);
  envelope.set(value, RESULT_KEY.length);
  return envelope;
}

/** A function may return an object with the one key `error` as well: the inside of a real one is known. */
function isFailure(answer: Uint8Array): boolean {
  const [error, ...others] = entriesAt(answer, 0);
  if (error?.key !== "error" || others.length > 0) return false;
  const keys = entriesAt(answer, error.valueStart).map(({ key }) => key);
  return ["code", "kind", "message"].every((key) => keys.includes(key));
}

function entriesAt(bytes: Uint8Array, offset: number): ReturnType<typeof mapEntries> {
  const isMap = (bytes[offset] ?? 0) >> 5 === 5;
  return isMap ? mapEntries(bytes, offset) : [];
}
