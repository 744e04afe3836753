import type { Call, ReplayVerdict } from "@surreal-sdk/transport";
import type { SentVerdict } from "./messages.ts";
import { toSentError } from "./sent-error.ts";

/** A view is cloned with all of its buffer; a frame often is a view on a large one. */
export function withOwnBytes(call: Call): Call {
  if (call.frame.byteLength === call.frame.buffer.byteLength) return call;
  return { ...call, frame: new Uint8Array(call.frame) };
}

/** Makes plain data of a verdict. */
export function toSentVerdict(verdict: ReplayVerdict): SentVerdict {
  if (verdict.kind === "replace") return { kind: "replace", call: withOwnBytes(verdict.call) };
  return { kind: "drop", ...(verdict.error === undefined ? {} : { error: toSentError(verdict.error) }) };
}
