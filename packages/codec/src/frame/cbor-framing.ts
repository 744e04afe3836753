import { createHead, MALFORMED, readHead } from "./cbor-head.ts";
import { STOPPED, visitEntries } from "./map-entries.ts";
import { skipItem } from "./skip-item.ts";

const ID_LENGTH = 12;
const ID_START = 5;
const ID_END = ID_START + ID_LENGTH;
const NO_ID = "0".repeat(ID_LENGTH);

/** The kind of a frame from the peer; the same as the transport's type of that name. */
export type PeekedFrame =
  | { readonly kind: "reply"; readonly id: string; readonly failed: boolean }
  | { readonly kind: "notification" }
  | { readonly kind: "orphan-error" }
  | { readonly kind: "stray"; readonly reason: string }
  | { readonly kind: "malformed"; readonly reason: string };

/** How CBOR frames are correlated; structurally the transport's `Framing`. */
export interface CborFraming {
  /** The number of ASCII characters in an id: 12. */
  readonly idLength: 12;
  /**
   * Writes `id` into a request frame, in place, at bytes 5 to 16.
   *
   * @throws TypeError when the frame has no room for an id there, or when `id` is not 12 ASCII characters
   */
  stamp(frame: Uint8Array, id: string): void;
  /**
   * Returns the kind of a frame from the peer, and stops reading as soon as it is known: the server sorts keys
   * alphabetically, so the id comes before the result, whatever its size. Never throws.
   */
  peek(frame: Uint8Array): PeekedFrame;
  /** Creates the frame of a request with room for an id, without parameters or with one text of 23 bytes at most. */
  request(method: string, parameter?: string): Uint8Array;
  /** Reports whether an envelope without id (HTTP, embedded) holds an error. Never throws. */
  failed(frame: Uint8Array): boolean;
  /** Reports whether no further answer to a streamed request follows this one. Never throws. */
  isLast(frame: Uint8Array): boolean;
}

/**
 * Reads and writes the few bytes of a frame that correlate requests and answers, without decoding a value.
 *
 * @example
 * ```ts
 * const frame = cborFraming.request("ping");
 * cborFraming.stamp(frame, "00000000002a");
 * cborFraming.peek(answer); // => { kind: "reply", id: "00000000002a", failed: false }
 * ```
 */
export const cborFraming: CborFraming = {
  idLength: ID_LENGTH,
  stamp,
  peek,
  request,
  failed: (frame) => {
    let failed = false;
    visitEntries(frame, 0, (key, _keyStart, valueStart) => {
      failed = key === "error";
      return failed || key === "result" ? STOPPED : skipItem(frame, valueStart);
    });
    return failed;
  },
  isLast,
};

function stamp(frame: Uint8Array, id: string): void {
  if (id.length !== ID_LENGTH) throw new TypeError(`An id has ${ID_LENGTH} characters, not ${id.length}.`);
  if (!hasRoomForId(frame)) {
    throw new TypeError(
      'This is not a request frame: its first entry must be "id" with a text of 12 ASCII characters.',
    );
  }
  for (let index = 0; index < ID_LENGTH; index++) {
    if (id.charCodeAt(index) > 0x7f) throw new TypeError("An id consists of ASCII characters.");
  }
  for (let index = 0; index < ID_LENGTH; index++) frame[ID_START + index] = id.charCodeAt(index);
}

/** A map of 1 to 23 entries, the text "id", a text of 12 bytes. */
function hasRoomForId(frame: Uint8Array): boolean {
  const map = frame[0] as number;
  const head = frame[1] === 0x62 && frame[2] === 0x69 && frame[3] === 0x64 && frame[4] === (0x60 | ID_LENGTH);
  return frame.length >= ID_END && map > 0xa0 && map < 0xb8 && head;
}

function request(method: string, parameter?: string): Uint8Array {
  const name = new TextEncoder().encode(method);
  if (name.length > 23) throw new TypeError(`"${method}" is not an RPC method.`);
  const text = (value: string) => [0x60 | value.length, ...Array.from(value, (char) => char.charCodeAt(0))];
  const head = [0xa3, ...text("id"), ...text(NO_ID), ...text("method")];
  const list = parameter === undefined ? [0x80] : [0x81, ...text(parameter)];
  return Uint8Array.from([...head, 0x60 | name.length, ...name, ...text("params"), ...list]);
}

/** The text `end` as a value. */
const END = [0x63, 0x65, 0x6e, 0x64] as const;

/** Every part of a stream is a map with the key `stream`; only the last one has the value `end` there. */
function isLast(frame: Uint8Array): boolean {
  let last = true;
  visitEntries(frame, 0, (key, _keyStart, valueStart) => {
    if (key === "error") return STOPPED;
    if (key !== "result") return skipItem(frame, valueStart);
    visitEntries(frame, valueStart, (name, _nameStart, start) => {
      if (name !== "stream") return skipItem(frame, start);
      last = END.every((byte, index) => frame[start + index] === byte);
      return STOPPED;
    });
    return STOPPED;
  });
  return last;
}

/** Whether the frame is a map whose first entry is an id of ours, and whose second is the result. */
function isPlainReply(frame: Uint8Array): boolean {
  return hasRoomForId(frame) && frame[0] !== 0xa1 && RESULT.every((byte, index) => frame[ID_END + index] === byte);
}

/** One call creates one string; character by character it would create twelve. */
function idOf(frame: Uint8Array): string {
  const at = (index: number): number => frame[ID_START + index] as number;
  return String.fromCharCode(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11));
}

interface Envelope {
  id: string | undefined;
  /** Where the error begins; -1 without one. */
  error: number;
  /** Where the result begins; -1 without one. */
  result: number;
}

/** The text `result`, seven bytes with its head. In nearly all answers it follows the id, which is the first entry. */
const RESULT = [0x66, 0x72, 0x65, 0x73, 0x75, 0x6c, 0x74] as const;

function peek(frame: Uint8Array): PeekedFrame {
  if (isPlainReply(frame)) return { kind: "reply", id: idOf(frame), failed: false };
  const found: Envelope = { id: undefined, error: -1, result: -1 };
  const end = visitEntries(frame, 0, (key, _keyStart, valueStart) => {
    if (key === "id") found.id = readId(frame, valueStart);
    else if (key === "error") found.error = valueStart;
    else if (key === "result") found.result = valueStart;
    return isDecided(found) ? STOPPED : skipItem(frame, valueStart);
  });
  if (end === MALFORMED) return { kind: "malformed", reason: "It is not a complete CBOR map with text keys." };
  if (found.id !== undefined) return { kind: "reply", id: found.id, failed: found.error >= 0 };
  if (found.error >= 0) return { kind: "orphan-error" };
  if (found.result >= 0 && isNotification(frame, found.result)) return { kind: "notification" };
  return { kind: "stray", reason: "It holds neither the text of an id, nor an error, nor a notification." };
}

function isDecided(found: Envelope): boolean {
  return found.id !== undefined && (found.error >= 0 || found.result >= 0);
}

/** The id if it is a text; any other id names no request of ours. */
function readId(frame: Uint8Array, start: number): string | undefined {
  const head = createHead();
  const content = readHead(frame, start, head);
  if (content === MALFORMED || head.major !== 3 || head.info === 31) return undefined;
  if (head.argument > frame.length - content || head.argument > 64) return undefined;
  let id = "";
  for (let index = content; index < content + head.argument; index++) id += String.fromCharCode(frame[index] as number);
  return id;
}

function isNotification(frame: Uint8Array, result: number): boolean {
  let action = false;
  const end = visitEntries(frame, result, (key, _keyStart, valueStart) => {
    action ||= key === "action";
    return action ? STOPPED : skipItem(frame, valueStart);
  });
  return end !== MALFORMED && action;
}
