import { Datetime } from "../datetime.ts";
import { describeType } from "../describe-type.ts";
import { Uuid } from "../uuid.ts";
import { RecordId } from "./record-id.ts";
import { type RecordIdValue, recordIdValueText } from "./record-id-value.ts";

/**
 * Creates a datetime with the SurrealQL prefix, `d"…"`.
 *
 * @throws {@link InvalidDatetimeError} for a text that {@link Datetime.parse} refuses
 * @example
 * ```ts
 * d`2024-01-01T00:00:00Z`.seconds; // => 1704067200
 * ```
 */
export function d(strings: TemplateStringsArray, ...parts: readonly (string | number)[]): Datetime {
  return Datetime.parse(joined(strings, parts.map(String)));
}

/**
 * Creates a UUID with the SurrealQL prefix, `u"…"`.
 *
 * @throws {@link InvalidUuidError} for a text that {@link Uuid.parse} refuses
 * @example
 * ```ts
 * u`018a6680-bef9-701b-9025-e1754f296a0f`.text; // => "018a6680-bef9-701b-9025-e1754f296a0f"
 * ```
 */
export function u(strings: TemplateStringsArray, ...parts: readonly string[]): Uuid {
  return Uuid.parse(joined(strings, parts.map(String)));
}

/**
 * Creates a record id with the SurrealQL prefix, `r"…"`. An interpolated value is one table or one id, whatever
 * characters it contains: it is quoted, and never read as grammar.
 *
 * @throws {@link InvalidRecordIdError} for a text that {@link RecordId.parse} refuses
 * @throws TypeError when an interpolated value cannot be an id
 * @example
 * ```ts
 * r`user:ada`.id; // => "ada"
 * r`user:${"ada@home"}`.id; // => "ada@home"
 * r`weather:${["London", 5]}`.id; // => ["London", 5]
 * ```
 */
export function r(strings: TemplateStringsArray, ...parts: readonly RecordIdValue[]): RecordId {
  return RecordId.parse(
    joined(
      strings,
      parts.map((part) => recordIdValueText(new RecordId("", part as string).id)),
    ),
  );
}

function joined(strings: TemplateStringsArray, parts: readonly string[]): string {
  if (!Array.isArray(strings)) {
    throw new TypeError(
      `d, r and u are put before a template literal, as in r\`user:ada\`, not called with ${describeType(strings)}.`,
    );
  }
  // The platform gives no text where it cannot read an escape.
  if (strings.some((text) => text === undefined)) {
    throw new TypeError("JavaScript cannot read an escape in the text: write a backslash twice.");
  }
  return String.raw({ raw: strings }, ...parts);
}
