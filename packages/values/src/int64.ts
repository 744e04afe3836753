const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/**
 * Reports whether a whole number fits into the database's 64-bit integers.
 *
 * @internal
 */
export function fitsInt64(value: bigint): boolean {
  return value >= MIN && value <= MAX;
}
