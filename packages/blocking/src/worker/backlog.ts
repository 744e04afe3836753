import { CborCodec } from "@surreal-sdk/codec";
import { cell } from "../wire/signal.ts";
import type { Outbox } from "./outbox.ts";

/**
 * The notifications on their way to a thread that may not look for hours. Beyond a limit they are dropped and counted,
 * and a mark is left at that place in the order of messages.
 */
export class Backlog {
  readonly #outbox: Outbox;
  readonly #cells: Int32Array;
  readonly #limit: number;
  readonly #codec: CborCodec = new CborCodec();
  #posted = 0;

  constructor(outbox: Outbox, cells: Int32Array, limit: number) {
    this.#outbox = outbox;
    this.#cells = cells;
    this.#limit = limit;
  }

  pass(frame: Uint8Array): void {
    if (this.#hasRoom() || this.#isEnd(frame)) {
      this.#posted += 1;
      this.#outbox.post({ kind: "notification", frame });
    } else if (Atomics.add(this.#cells, cell.lost, 1) === 0) {
      this.#outbox.post({ kind: "lost" });
    }
  }

  /** None, as long as a mark stands that was not seen: what came now would seem to have come before it. */
  #hasRoom(): boolean {
    // The cell counts around, as integers of 32 bits do.
    const waiting = (this.#posted - Atomics.load(this.#cells, cell.taken)) | 0;
    return waiting < this.#limit && Atomics.load(this.#cells, cell.lost) === 0;
  }

  /** The end of a live query is never dropped: somebody would wait for more of it for ever. */
  #isEnd(frame: Uint8Array): boolean {
    try {
      const { result } = this.#codec.decode(frame) as { result?: { action?: unknown } };
      return result?.action === "KILLED";
    } catch {
      return false;
    }
  }
}
