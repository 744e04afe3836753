import { fitsInt64 } from "../int64.ts";

/**
 * Parses the digits of an integer: a number while that is exact, else a bigint.
 *
 * @returns `undefined` beyond 64 bits
 * @internal
 */
export function parseInteger(text: string): number | bigint | undefined {
  // There may be many leading zeros; without them, 20 characters hold every 64-bit integer.
  const short = text.replace(/^([+-]?)0+(?=[0-9])/, "$1");
  const value = short.length > 20 ? undefined : BigInt(short.replace(/^\+/, ""));
  if (value === undefined || !fitsInt64(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
