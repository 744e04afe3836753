import type { Call, ReplayVerdict } from "@surreal-sdk/transport";
import type { SerializedVerdict } from "./messages.ts";
import { fromSerializedError, toSerializedError } from "./serialized-error.ts";

/** Structured clone copies a view with all of its buffer; a frame often is a view on a large one. */
export function withOwnBytes(call: Call): Call {
  const frame = ownBytes(call.frame);
  return frame === call.frame ? call : { ...call, frame };
}

/** Bytes in a buffer of their own. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/** Converts a verdict to plain data. */
export function toSerializedVerdict(verdict: ReplayVerdict): SerializedVerdict {
  if (verdict.kind === "replace") return { kind: "replace", call: withOwnBytes(verdict.call) };
  const { error, session } = verdict;
  return { kind: "drop", ...(error === undefined ? {} : { error: toSerializedError(error), session }) };
}

/** Converts plain data back to a verdict. */
export function fromSerializedVerdict(sent: SerializedVerdict): ReplayVerdict {
  if (sent.kind === "replace") return sent;
  const { error, session } = sent;
  return { kind: "drop", ...(error === undefined ? {} : { error: fromSerializedError(error), session }) };
}
