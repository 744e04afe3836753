const SLAB = 16 * 1024;
/** A message does not begin in a slab with less room than this. */
const MARGIN = 512;
/** The extra room that {@link ByteBuffer.reserve} always leaves: the head of an item. */
const HEAD = 10;

/**
 * A growing buffer. Small messages are cut one after the other from a slab of which no byte is written twice, large
 * ones get their own memory, so that the receiver owns a finished message and no large memory stays referenced.
 */
export class ByteBuffer {
  protected bytes: Uint8Array<ArrayBuffer> = new Uint8Array(SLAB);
  protected view: DataView<ArrayBuffer> = new DataView(this.bytes.buffer);
  /** Where the next byte goes. */
  protected position = 0;
  #start = 0;
  /** The size of the last large message; the next one is likely to be as large. */
  #expected = 0;

  /** Begins a message. */
  protected begin(): void {
    if (this.bytes.length - this.position < MARGIN) this.#replace(new Uint8Array(SLAB), 0);
    this.#start = this.position;
  }

  /** Ends the message, and returns its bytes. */
  protected end(): Uint8Array<ArrayBuffer> {
    const message = this.bytes.subarray(this.#start, this.position);
    if (this.bytes.length <= SLAB) {
      this.#expected >>= 1;
      return message;
    }
    this.#expected = message.length + (message.length >> 4);
    const spare = this.bytes.length - message.length;
    this.#replace(new Uint8Array(SLAB), 0);
    return spare > message.length >> 2 ? message.slice() : message;
  }

  /** Drops what was written since {@link begin}. */
  protected abandon(): void {
    this.position = this.#start;
    if (this.bytes.length > SLAB) this.#replace(new Uint8Array(SLAB), 0);
  }

  /** Makes room for `size` bytes and the head of an item. */
  protected reserve(size: number): void {
    if (this.position + size + HEAD > this.bytes.length) this.#grow(size + HEAD);
  }

  #grow(size: number): void {
    const length = this.position - this.#start;
    const grown = new Uint8Array(Math.max(SLAB * 2, length + size, length * 2, this.#expected));
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
