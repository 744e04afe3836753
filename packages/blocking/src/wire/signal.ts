/**
 * The integers that both threads share.
 *
 * - `wake` counts what the worker has sent; the blocked thread sleeps until it changes.
 * - `taken` counts the notifications that the blocked thread has received.
 * - `lost` counts the notifications that were dropped since the thread last read it.
 */
export const cell = { wake: 0, taken: 1, lost: 2 } as const;

/** Allocates a signal. */
export function createSignal(): SharedArrayBuffer {
  return new SharedArrayBuffer(Object.keys(cell).length * Int32Array.BYTES_PER_ELEMENT);
}
