const SLAB = 16 * 1024;
/** Less room than this is not worth beginning a message in. */
const MARGIN = 512;

/**
 * A growing run of bytes. Small messages are cut one after the other from a slab that is never written twice, large
 * ones get memory of their own, so that a finished message belongs to its taker and nothing large is held on to.
 */
export class ByteBuffer {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(SLAB);
  view: DataView<ArrayBuffer> = new DataView(this.bytes.buffer);
  /** Where the next byte goes. There is always room for ten bytes behind it after {@link reserve}. */
  position = 0;
  #start = 0;

  /** Begins a message. */
  begin(): void {
    if (this.bytes.length - this.position < MARGIN) this.#replace(new Uint8Array(SLAB), 0);
    this.#start = this.position;
  }

  /** Ends the message. */
  end(): Uint8Array<ArrayBuffer> {
    const length = this.position - this.#start;
    const message = this.bytes.subarray(this.#start, this.position);
    if (this.bytes.length <= SLAB) return message;
    const spare = this.bytes.length - length;
    this.#replace(new Uint8Array(SLAB), 0);
    return spare > length >> 2 ? message.slice() : message;
  }

  /** Drops what was written since {@link begin}. */
  abandon(): void {
    this.position = this.#start;
    if (this.bytes.length > SLAB) this.#replace(new Uint8Array(SLAB), 0);
  }

  /** Makes room for `size` bytes and the head of an item. */
  reserve(size: number): void {
    if (this.position + size + 10 > this.bytes.length) this.#grow(size + 10);
  }

  #grow(size: number): void {
    const length = this.position - this.#start;
    const grown = new Uint8Array(Math.max(SLAB, length + size, length * 2));
    grown.set(this.bytes.subarray(this.#start, this.position));
    this.#replace(grown, length);
  }

  #replace(bytes: Uint8Array<ArrayBuffer>, position: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.position = position;
    this.#start = 0;
  }
}
