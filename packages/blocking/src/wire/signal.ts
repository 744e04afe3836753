/**
 * The few integers that both threads see.
 *
 * - `wake` counts what the worker has sent; the blocked thread sleeps until it changes.
 * - `taken` counts the notifications that the blocked thread has taken in.
 * - `lost` counts those dropped since it was last told that some were.
 */
export const cell = { wake: 0, taken: 1, lost: 2 } as const;

/** Memory for a signal. */
export function createSignal(): SharedArrayBuffer {
  return new SharedArrayBuffer(Object.keys(cell).length * Int32Array.BYTES_PER_ELEMENT);
}
