const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/**
 * Tells whether the database can hold a whole number as an integer.
 *
 * @internal
 */
export function fitsInt64(value: bigint): boolean {
  return value >= MIN && value <= MAX;
}
