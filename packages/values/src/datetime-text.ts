import { shown } from "./describe-type.ts";
import { InvalidDatetimeError } from "./errors/invalid-value-error.ts";

const form = /^(\d{4}|[+-]\d{4,6})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d))?$/;
const literal = /^d(["'])(.*)\1$/;

/**
 * Parses an ISO 8601 date, or date and time with a zone. Returns seconds since 1970 and the nanoseconds after that
 * second.
 *
 * @internal
 */
export function parseDatetimeText(text: string): { seconds: number; nanoseconds: number } {
  const match = text.length > 80 ? null : form.exec(literal.exec(text)?.[2] ?? text);
  if (match === null) throw invalid(text);
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  // `Date` turns 30 February into a day in March; here it is an error.
  const carried = date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day);
  if (carried || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw invalid(text);
  return {
    seconds: date.getTime() / 1000 - zoneSeconds(zone, text),
    nanoseconds: Number(fraction.padEnd(9, "0")),
  };
}

/**
 * Formats a point in time as ISO 8601 in UTC with 0, 3, 6 or 9 digits after the second. Years beyond 9999 have a sign
 * and six digits.
 *
 * @internal
 */
export function datetimeText(seconds: number, nanoseconds: number): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, -5);
  const digits = String(nanoseconds)
    .padStart(9, "0")
    .replace(/(?:000)+$/, "");
  return `${whole}${digits === "" ? "" : `.${digits}`}Z`;
}

function zoneSeconds(zone: string, text: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 23 || minutes > 59) throw invalid(text);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function invalid(text: string): InvalidDatetimeError {
  return new InvalidDatetimeError(
    `${shown(text)} is not a point in time: write ISO 8601 with a zone and at most 9 digits behind the second, such as "2024-02-29T12:30:00.5Z".`,
  );
}
