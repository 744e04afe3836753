import { SurrealError } from "./surreal-error.ts";

/**
 * No value can be created from the given text or content. Raised before anything is sent.
 *
 * The base of the `Invalid…Error` classes of this package. A value of the wrong JavaScript type or a number out of range
 * is a `TypeError` or `RangeError` instead.
 *
 * @example
 * ```ts
 * try {
 *   Duration.parse(text);
 * } catch (error) {
 *   if (error instanceof InvalidValueError) show(error.message);
 * }
 * ```
 */
export class InvalidValueError extends SurrealError {
  static override readonly errorName: string = "InvalidValueError";

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { ...options, outcome: "not_sent" });
  }
}

/**
 * A text that names no record.
 *
 * @example
 * ```ts
 * RecordId.parse("user"); // throws InvalidRecordIdError
 * ```
 */
export class InvalidRecordIdError extends InvalidValueError {
  static override readonly errorName: string = "InvalidRecordIdError";
}

/**
 * A text that names no table.
 *
 * @example
 * ```ts
 * parseTarget("my table"); // throws InvalidTableError
 * ```
 */
export class InvalidTableError extends InvalidValueError {
  static override readonly errorName: string = "InvalidTableError";
}

/**
 * A text or bytes that are not a UUID.
 *
 * @example
 * ```ts
 * Uuid.parse("018a6680"); // throws InvalidUuidError
 * ```
 */
export class InvalidUuidError extends InvalidValueError {
  static override readonly errorName: string = "InvalidUuidError";
}

/**
 * A text that is not a decimal number, or one that the database's 96 bits cannot hold.
 *
 * @example
 * ```ts
 * Decimal.parse("1,5"); // throws InvalidDecimalError
 * ```
 */
export class InvalidDecimalError extends InvalidValueError {
  static override readonly errorName: string = "InvalidDecimalError";
}

/**
 * A text that is not a point in time, or an invalid `Date`.
 *
 * @example
 * ```ts
 * Datetime.parse("2024-02-30"); // throws InvalidDatetimeError
 * ```
 */
export class InvalidDatetimeError extends InvalidValueError {
  static override readonly errorName: string = "InvalidDatetimeError";
}

/**
 * A text that is not a duration.
 *
 * @example
 * ```ts
 * Duration.parse("1.5h"); // throws InvalidDurationError
 * ```
 */
export class InvalidDurationError extends InvalidValueError {
  static override readonly errorName: string = "InvalidDurationError";
}

/**
 * A text or a pair of bounds that is not a range.
 *
 * @example
 * ```ts
 * parseTarget("user:1..="); // throws InvalidRangeError
 * ```
 */
export class InvalidRangeError extends InvalidValueError {
  static override readonly errorName: string = "InvalidRangeError";
}

/**
 * Coordinates that make no geometry.
 *
 * @example
 * ```ts
 * new GeometryPoint(Number.NaN, 0); // throws InvalidGeometryError
 * ```
 */
export class InvalidGeometryError extends InvalidValueError {
  static override readonly errorName: string = "InvalidGeometryError";
}

/**
 * A text that names no file.
 *
 * @example
 * ```ts
 * FileRef.parse("picture.png"); // throws InvalidFileRefError
 * ```
 */
export class InvalidFileRefError extends InvalidValueError {
  static override readonly errorName: string = "InvalidFileRefError";
}
