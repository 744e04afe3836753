/**
 * The few integers that both threads see while one of them sleeps.
 *
 * - `wake` counts what the worker has sent; the blocked thread sleeps until it changes.
 * - `beat` counts up for as long as the worker's event loop turns.
 * - `ended` says that the worker is gone, and how.
 */
export const cell = { wake: 0, beat: 1, ended: 2 } as const;

/** How a worker has ended: not at all, by leaving, or by an error that nobody caught. */
export const ending = { none: 0, exit: 1, crash: 2 } as const;

/** How often a worker counts its beat, in milliseconds. */
export const beatInterval = 200;

/** How long a worker may keep silent before it is taken for dead, in milliseconds: it is out of memory, for example. */
export const longestSilence = 5_000;

/** Memory for a signal. */
export function createSignal(): SharedArrayBuffer {
  return new SharedArrayBuffer(Object.keys(cell).length * Int32Array.BYTES_PER_ELEMENT);
}
