/**
 * Bytes that the values of one message may take: eight times what the message itself may have, and at least 64 MiB.
 *
 * @internal
 */
export function memoryFor(maxMessageBytes: number): number {
  return Math.max(64 * 1024 * 1024, 8 * maxMessageBytes);
}
