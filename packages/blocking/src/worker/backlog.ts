import { CborCodec } from "@surreal-sdk/codec";
import { cell } from "../wire/signal.ts";
import type { Outbox } from "./outbox.ts";

/** The KILLED notification contains the id of its query and little else. Bytes. */
const longestEnd = 4_096;
/** How many of them may exceed the limit: more live queries than a connection has. */
const mostEnds = 10_000;

/**
 * The notifications in transit to a thread that may not read them for hours. Beyond a limit they are dropped and
 * counted, and a mark takes their place in the order of messages.
 */
export class Backlog {
  readonly #outbox: Outbox;
  readonly #cells: Int32Array;
  readonly #limit: number;
  readonly #maxBytes: number;
  readonly #codec: CborCodec = new CborCodec();
  /** The sizes of those that were posted and, when last checked, not received. */
  #sizes: number[] = [];
  #head = 0;
  #bytes = 0;
  #taken = 0;

  /**
   * @param limit - how many may be in transit
   * @param maxBytes - how many bytes they may have in total; one always has room
   */
  constructor(outbox: Outbox, cells: Int32Array, limit: number, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#outbox = outbox;
    this.#cells = cells;
    this.#limit = limit;
  }

  pass(frame: Uint8Array): void {
    this.#forgetTaken();
    if (this.#hasRoom(frame.byteLength) || this.#isEnd(frame)) {
      this.#sizes.push(frame.byteLength);
      this.#bytes += frame.byteLength;
      this.#outbox.post({ kind: "notification", frame });
    } else if (Atomics.add(this.#cells, cell.lost, 1) === 0) {
      this.#outbox.post({ kind: "lost" });
    }
  }

  /** There is no room while a mark was not read: a notification would appear to have come before it. */
  #hasRoom(size: number): boolean {
    const { waiting } = this;
    if (waiting > 0 && this.#bytes + size > this.#maxBytes) return false;
    return waiting < this.#limit && Atomics.load(this.#cells, cell.lost) === 0;
  }

  /** How many are in transit. */
  get waiting(): number {
    return this.#sizes.length - this.#head;
  }

  #forgetTaken(): void {
    const taken = Atomics.load(this.#cells, cell.taken);
    // The cell wraps around, as 32-bit integers do.
    for (; this.#taken !== taken && this.waiting > 0; this.#taken = (this.#taken + 1) | 0) {
      this.#bytes -= this.#sizes[this.#head] as number;
      this.#head += 1;
    }
    if (this.#head < 1024) return;
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }

  /** The end of a live query is never dropped: a consumer would wait for more of it forever. */
  #isEnd(frame: Uint8Array): boolean {
    if (frame.byteLength > longestEnd || this.waiting >= this.#limit + mostEnds) return false;
    try {
      const { result } = this.#codec.decode(frame) as { result?: { action?: unknown } };
      return result?.action === "KILLED";
    } catch {
      return false;
    }
  }
}
