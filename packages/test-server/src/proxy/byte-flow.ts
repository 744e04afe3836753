import type { Socket } from "node:net";

/** A write in the queue: bytes, and what follows after they are written. */
interface Piece {
  bytes: Uint8Array;
  readonly due: number;
  readonly done: () => void;
}

/** How bytes are forwarded. */
export interface Pace {
  /** The largest piece in bytes. */
  readonly slice?: number | undefined;
  /** Milliseconds between the arrival of bytes and their departure. */
  readonly delay?: number | undefined;
}

/** The bytes of one direction of a connection: forwarded in order, in pieces and with their delay. */
export class ByteFlow {
  readonly #to: Socket;
  readonly #pace: () => Pace;
  readonly #waiting: Piece[] = [];
  #writing = false;
  /** The number of bytes that were accepted so far. */
  passed = 0;
  /** Whether no more bytes are accepted. */
  ended = false;

  constructor(to: Socket, pace: () => Pace) {
    this.#to = to;
    this.#pace = pace;
  }

  /** Accepts bytes; `done` is called when they are written. */
  pass(bytes: Uint8Array, done: () => void = () => undefined): void {
    this.passed += bytes.byteLength;
    this.#waiting.push({ bytes, due: performance.now() + (this.#pace().delay ?? 0), done });
    this.#write();
  }

  /** Writes the queue: bytes that arrive meanwhile must not get in between. */
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
