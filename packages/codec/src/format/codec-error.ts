import type { SurrealErrorOptions } from "@surreal-sdk/values";
import { SurrealError } from "@surreal-sdk/values";

/** A value could not be encoded, or bytes could not be decoded. */
export class CodecError extends SurrealError {
  static override readonly errorName: string = "CodecError";
}

/**
 * A value of a permitted type cannot be encoded: it is cyclic, nested too deeply, or one of its getters threw. Nothing
 * was sent.
 *
 * A value of a type that SurrealDB does not have is a `TypeError`, and so is a gap in a sparse array or text with an
 * unpaired surrogate; a number out of range is a `RangeError`. Their messages name the place as well.
 *
 * @example
 * ```ts
 * try {
 *   codec.encode({ names: [cyclic] });
 * } catch (error) {
 *   if (error instanceof EncodeError) error.path; // => "$.names[0].self"
 * }
 * ```
 */
export class EncodeError extends CodecError {
  static override readonly errorName: string = "EncodeError";

  /** The path of the value, starting at `$`, the value that was passed in. */
  declare readonly path: string;

  constructor(message: string, facts: { path: string; cause?: unknown }) {
    super(message, { cause: facts.cause, outcome: "not_sent" });
    this.path = facts.path;
  }
}

/**
 * The bytes are not CBOR, or not the CBOR that SurrealDB uses. No value was decoded.
 *
 * @example
 * ```ts
 * try {
 *   codec.decode(new Uint8Array([0xc1, 0x00]));
 * } catch (error) {
 *   if (error instanceof DecodeError) [error.tag, error.offset]; // => [1, 0]
 * }
 * ```
 */
export class DecodeError extends CodecError {
  static override readonly errorName: string = "DecodeError";

  /** The index of the byte at which the invalid item begins. */
  declare readonly offset: number;
  /** The CBOR tag that is invalid, if the item has one. */
  declare readonly tag: number | undefined;

  constructor(
    message: string,
    facts: { offset: number; tag?: number | undefined } & Pick<SurrealErrorOptions, "cause" | "outcome">,
  ) {
    super(message, facts);
    this.offset = facts.offset;
    this.tag = facts.tag;
  }
}
