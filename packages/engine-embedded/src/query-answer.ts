import { joinBytes, statementsOf } from "@surreal-sdk/transport/toolkit";
import { answeredStatements } from "./answered-statements.ts";
import { elements, fields, itemEnd, readText, readUuid } from "./cbor-walk.ts";
import { cborText } from "./text-request.ts";

/** The ids of the live queries in the answer to a request, in hexadecimal digits. */
export function liveIdsOf(method: string, answer: Uint8Array): string[] {
  if (method === "live") return [readUuid(answer, 0)].filter((id) => id !== undefined);
  if (method !== "query") return [];
  const ids: string[] = [];
  for (const entry of elements(answer, 0)) {
    const facts = fields(answer, entry);
    const result = facts.get("result");
    if (result === undefined || textField(answer, facts, "type") !== "live") continue;
    const id = readUuid(answer, result);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** Statements whose answer reports whether a namespace is current: see {@link hasNamespace}. */
export const NAMESPACE_PROBE = "RETURN session::ns(); RETURN $session.ns";

/**
 * Determines from the answer to {@link NAMESPACE_PROBE} whether a namespace is current. The function works in every
 * state of the session, but may be disabled. Then the field decides, which cannot be read without a namespace
 * (`NamespaceEmpty`) or a database (`DatabaseEmpty`, which proves the namespace).
 */
export function hasNamespace(answer: Uint8Array): boolean {
  const [called, read] = elements(answer, 0).map((entry) => fields(answer, entry));
  if (called === undefined || read === undefined) return false;
  if (textField(answer, called, "status") === "OK") return textField(answer, called, "result") !== undefined;
  if (textField(answer, read, "status") === "OK") return textField(answer, read, "result") !== undefined;
  const details = read.get("details");
  return details !== undefined && textField(answer, fields(answer, details), "kind") === "DatabaseEmpty";
}

/**
 * A server's answer to an import: the entries of a `query` answer that failed. Each entry is extended with its index,
 * as `statement`, and, where the statements can be split with certainty, the beginning of its text, as `query`.
 */
export function failedEntries(answer: Uint8Array, surrealql: string): Uint8Array {
  const entries = elements(answer, 0);
  const reasons = entries.map((entry) => failureOf(answer, fields(answer, entry)));
  if (reasons.every((reason) => reason === undefined)) return Uint8Array.of(0x80);
  const texts = answeredStatements(statementsOf(surrealql), (index) => {
    return reasons[index] !== undefined && reasons[index] !== "Cancelled";
  });
  const told = texts.length === entries.length ? texts : [];
  const failed = entries.flatMap((entry, index) =>
    reasons[index] === undefined ? [] : [withPlace(answer.subarray(entry, itemEnd(answer, entry)), index, told[index])],
  );
  return joinBytes([Uint8Array.of(0x9a), uint32(failed.length), ...failed]);
}

/** The failure in an entry: the kind of its details, or an empty text. */
function failureOf(answer: Uint8Array, entry: ReadonlyMap<string, number>): string | undefined {
  if (textField(answer, entry, "status") === "OK") return undefined;
  const details = entry.get("details");
  return (details === undefined ? undefined : textField(answer, fields(answer, details), "kind")) ?? "";
}

/** The longest text of a statement that is reported. */
const longestText = 200;

/** Adds the place to an entry, a map of a few fields. */
function withPlace(entry: Uint8Array, index: number, text: string | undefined): Uint8Array {
  const fieldCount = (entry[0] ?? 0xa0) + (text === undefined ? 1 : 2);
  const place = [
    Uint8Array.of(fieldCount),
    entry.subarray(1),
    cborText("statement"),
    Uint8Array.of(0x1a),
    uint32(index),
  ];
  return joinBytes(text === undefined ? place : [...place, cborText("query"), cborText(text.slice(0, longestText))]);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function textField(bytes: Uint8Array, facts: ReadonlyMap<string, number>, key: string): string | undefined {
  const at = facts.get(key);
  return at === undefined ? undefined : readText(bytes, at);
}
