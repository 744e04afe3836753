import { CborCodec } from "@surreal-sdk/codec";
import { cell } from "../wire/signal.ts";
import type { Outbox } from "./outbox.ts";

/** An end names its query and little else. Bytes. */
const longestEnd = 4_096;
/** How many ends go beyond the limit: more live queries than a connection has. */
const mostEnds = 10_000;

/**
 * The notifications on their way to a thread that may not look for hours. Beyond a limit they are dropped and counted,
 * and a mark is left at that place in the order of messages.
 */
export class Backlog {
  readonly #outbox: Outbox;
  readonly #cells: Int32Array;
  readonly #limit: number;
  readonly #maxBytes: number;
  readonly #codec: CborCodec = new CborCodec();
  /** The sizes of those that were posted and, when last looked, not taken in. */
  #sizes: number[] = [];
  #head = 0;
  #bytes = 0;
  #taken = 0;

  /**
   * @param limit - how many may be on their way
   * @param maxBytes - how many bytes they may have, all together; one has room in any case
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

  /** None, as long as a mark stands that was not seen: what came now would seem to have come before it. */
  #hasRoom(size: number): boolean {
    const { waiting } = this;
    if (waiting > 0 && this.#bytes + size > this.#maxBytes) return false;
    return waiting < this.#limit && Atomics.load(this.#cells, cell.lost) === 0;
  }

  /** How many are on their way. */
  get waiting(): number {
    return this.#sizes.length - this.#head;
  }

  #forgetTaken(): void {
    const taken = Atomics.load(this.#cells, cell.taken);
    // The cell counts around, as integers of 32 bits do.
    for (; this.#taken !== taken && this.waiting > 0; this.#taken = (this.#taken + 1) | 0) {
      this.#bytes -= this.#sizes[this.#head] as number;
      this.#head += 1;
    }
    if (this.#head < 1024) return;
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }

  /** The end of a live query is never dropped: somebody would wait for more of it forever. */
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
