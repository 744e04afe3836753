import { CborCodec, type Codec } from "@surreal-sdk/codec";
import type { ResolvedOptions } from "../call/options.ts";

/**
 * The codec of a connection, and the one that copies values that are sent more than once.
 *
 * @internal
 */
export function codecsFor({ codec, maxDepth, floats, maxMessageBytes }: ResolvedOptions): {
  readonly codec: Codec;
  readonly copyingCodec: Codec;
} {
  if (codec !== undefined) return { codec, copyingCodec: codec };
  const maxValueBytes = memoryFor(maxMessageBytes);
  return {
    codec: new CborCodec({ maxDepth, maxValueBytes, floats }),
    copyingCodec: new CborCodec({ maxDepth, maxValueBytes, floats: "keep" }),
  };
}

/** Bytes that the values of one message may take: eight times what the message itself may have, and at least 64 MiB. */
function memoryFor(maxMessageBytes: number): number {
  return Math.max(64 * 1024 * 1024, 8 * maxMessageBytes);
}
