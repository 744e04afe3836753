import type { Call, Framing, PeekedFrame, RequestFacts } from "@surreal-sdk/transport";

const ID_LENGTH = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The plainest protocol a link can carry. A request is an id and a text. A frame from the peer is a letter (R reply,
 * E reply with an error, P one of many replies, N notification, O error without an id, S stray), for R, E and P the id,
 * and a text.
 */
export const plainFraming: Framing = {
  idLength: ID_LENGTH,
  stamp: (frame, id) => void encoder.encodeInto(id, frame),
  peek(frame): PeekedFrame {
    // Only the head: parts of a stream are large.
    const text = textOf(frame.subarray(0, 1 + ID_LENGTH));
    switch (text[0]) {
      case "R":
      case "E":
      case "P":
        return { kind: "reply", id: text.slice(1), failed: text[0] === "E" };
      case "N":
        return { kind: "notification" };
      case "O":
        return { kind: "orphan-error" };
      case "S":
        return { kind: "stray", reason: "no id" };
      default:
        return { kind: "malformed", reason: "unknown letter" };
    }
  },
  request: (method, parameter) => requestFrame(parameter === undefined ? method : `${method} ${parameter}`),
  failed: (frame) => ["E", "O"].includes(letterOf(frame)),
  isLast: (frame) => letterOf(frame) !== "P",
};

export function requestFrame(text: string): Uint8Array {
  return encoder.encode(" ".repeat(ID_LENGTH) + text);
}

/** The id and the text of a request. */
export function readRequest(frame: Uint8Array): { id: string; text: string } {
  const all = textOf(frame);
  return { id: all.slice(0, ID_LENGTH), text: all.slice(ID_LENGTH) };
}

/** The id of the query that a request stops; `undefined` for any other request. */
export function stoppedBy(text: string): string | undefined {
  return /^query_cancel (.*)$/.exec(text)?.[1];
}

/** Whether the link sends a request by itself, on no session. */
export function isOfTheLink(text: string): boolean {
  return text === "ping" || stoppedBy(text) !== undefined;
}

export function answerFrame(letter: "R" | "E" | "P" | "N" | "O" | "S" | "?", id: string, text = ""): Uint8Array {
  return encoder.encode(letter + id + text);
}

/** A part of a stream with this many bytes behind its head. */
export function partFrame(id: string, size: number): Uint8Array {
  const frame = new Uint8Array(1 + ID_LENGTH + size);
  frame.set(answerFrame("P", id));
  return frame;
}

function letterOf(frame: Uint8Array): string {
  return String.fromCharCode(frame[0] ?? 0);
}

export function textOf(frame: Uint8Array): string {
  return decoder.decode(frame);
}

/** A call whose frame says `text`; the facts can be overridden. */
export function call(text: string, timeout = 30_000, facts: Partial<RequestFacts> = {}): Call {
  return { kind: "rpc", frame: requestFrame(text), facts: { method: text, exclusive: false, ...facts }, timeout };
}
