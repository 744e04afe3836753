/** The memory that values take in addition to their own bytes, as measured in V8; rounded up. All in bytes. */
export const record = 64;
/** One entry of an object. */
export const entry = 32;
/** A key that is new in the message. */
export const key = 512;
export const array = 48;
/** One place in an array. */
export const place = 8;
/** A byte string: the view, and the buffer behind it. */
export const bytes = 192;
/** An instance of one of our classes. */
export const tagged = 64;
export const set = 96;
export const member = 32;

/**
 * The highest key of an object that counts as an index. It costs {@link index} for each index up to it: V8 allocates
 * all smaller ones, and half as many again, as long as there are few enough of them.
 *
 * @param highest - the highest such index of the same object so far
 * @returns the highest index now
 */
export function indexOf(key: string, highest: number): number {
  if (key.length > 4 || !(key.charCodeAt(0) <= 0x39)) return highest;
  const number = Number(key);
  return Number.isNaN(number) ? highest : Math.max(number, highest);
}

/** The cost of each index up to the highest. */
export const index = 12;
