import { shown } from "./describe-type.ts";
import { InvalidDurationError } from "./errors/invalid-value-error.ts";

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  y: 31_536_000_000_000_000n,
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  ns: 1n,
};
const MAX_LENGTH = 4096;
const MAX_DIGITS = 30;

/**
 * Parses a duration as the database does, and returns its nanoseconds.
 *
 * @internal
 */
export function parseDurationText(text: string): bigint {
  const trimmed = text.trim();
  const component = /(\d+)(ns|us|µs|ms|s|m|h|d|w|y)/y;
  let total = 0n;
  let end = 0;
  while (trimmed.length <= MAX_LENGTH && end < trimmed.length) {
    const match = component.exec(trimmed);
    const amount = match?.[1] ?? "";
    if (match === null || amount.length > MAX_DIGITS) break;
    const unit = match[2] === "µs" ? "us" : (match[2] as string);
    total += BigInt(amount) * (NANOSECONDS[unit] as bigint);
    end = component.lastIndex;
  }
  if (trimmed === "" || end < trimmed.length) {
    throw new InvalidDurationError(
      `${shown(text)} is not a duration: write whole amounts with a unit (y w d h m s ms us ns), such as "1h30m".`,
    );
  }
  return total;
}

/**
 * Writes a duration with the largest units first.
 *
 * @internal
 */
export function durationText(nanoseconds: bigint): string {
  let rest = nanoseconds;
  let text = "";
  for (const [unit, size] of Object.entries(NANOSECONDS)) {
    if (rest < size) continue;
    text += `${rest / size}${unit}`;
    rest %= size;
  }
  return text === "" ? "0ns" : text;
}
