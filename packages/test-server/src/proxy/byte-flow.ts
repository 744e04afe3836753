import type { Socket } from "node:net";

/** What waits to be written: bytes, and what follows once they are. */
interface Piece {
  bytes: Uint8Array;
  readonly due: number;
  readonly done: () => void;
}

/** How bytes are passed on. */
export interface Pace {
  /** The largest piece in bytes. */
  readonly slice?: number | undefined;
  /** Milliseconds between the arrival of bytes and their departure. */
  readonly delay?: number | undefined;
}

/** The bytes of one direction of a connection: passed on in order, piece by piece and when their time has come. */
export class ByteFlow {
  readonly #to: Socket;
  readonly #pace: () => Pace;
  readonly #waiting: Piece[] = [];
  #writing = false;
  /** Bytes that were taken in so far. */
  passed = 0;
  /** Whether nothing is taken in any more. */
  ended = false;

  constructor(to: Socket, pace: () => Pace) {
    this.#to = to;
    this.#pace = pace;
  }

  /** Takes bytes in; `done` is called when they are written. */
  pass(bytes: Uint8Array, done: () => void = () => undefined): void {
    this.passed += bytes.byteLength;
    this.#waiting.push({ bytes, due: performance.now() + (this.#pace().delay ?? 0), done });
    this.#write();
  }

  /** Writes what waits: what comes in meanwhile must not get in between. */
  #write(): void {
    const next = this.#waiting[0];
    if (next === undefined || this.#writing || this.#to.destroyed) return;
    this.#writing = true;
    const goOn = (): void => {
      this.#writing = false;
      this.#write();
    };
    const wait = next.due - performance.now();
    if (wait > 0) setTimeout(goOn, Math.ceil(wait)).unref();
    else this.#writePiece(next, goOn);
  }

  #writePiece(next: Piece, goOn: () => void): void {
    const size = this.#pace().slice ?? next.bytes.byteLength;
    const whole = size >= next.bytes.byteLength;
    const piece = whole ? next.bytes : next.bytes.subarray(0, size);
    next.bytes = next.bytes.subarray(piece.byteLength);
    if (whole) this.#waiting.shift();
    const written = (): void => {
      if (whole) next.done();
      if (whole) goOn();
      else setImmediate(goOn);
    };
    if (piece.byteLength === 0) written();
    else this.#to.write(piece, written);
  }
}
