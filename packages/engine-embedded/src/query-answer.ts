import { elements, fields, itemEnd, readText, readUuid } from "./cbor-walk.ts";
import { statementTexts } from "./statement-texts.ts";
import { cborText, joined } from "./text-request.ts";

/** The ids of the live queries that the answer to a request names, in hexadecimal digits. */
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

/** A statement whose answer tells whether a namespace is in force: see {@link hasNamespace}. */
export const NAMESPACE_PROBE = "RETURN $session.ns";

/**
 * Tells from the answer to {@link NAMESPACE_PROBE} whether a namespace is in force. Reading a field needs a
 * namespace (else `NamespaceEmpty`) and a database (else `DatabaseEmpty`, which proves the namespace).
 */
export function hasNamespace(answer: Uint8Array): boolean {
  const entry = elements(answer, 0)[0];
  if (entry === undefined) return false;
  const facts = fields(answer, entry);
  if (textField(answer, facts, "status") === "OK") return textField(answer, facts, "result") !== undefined;
  const details = facts.get("details");
  return details !== undefined && textField(answer, fields(answer, details), "kind") === "DatabaseEmpty";
}

/**
 * What a server answers to an import: the entries of a `query` answer that failed. To each is added which statement it
 * was, as `statement`, and how that begins, as `query`: see {@link statementTexts}.
 */
export function failedEntries(answer: Uint8Array, surrealql: string): Uint8Array {
  const entries = elements(answer, 0);
  const failed = entries.flatMap((entry, index) =>
    textField(answer, fields(answer, entry), "status") === "OK" ? [] : [{ entry, index }],
  );
  if (failed.length === 0) return Uint8Array.of(0x80);
  const texts = statementTexts(surrealql);
  const parts = failed.map(({ entry, index }) => {
    const text = texts.length === entries.length ? texts[index] : undefined;
    return withPlace(answer.subarray(entry, itemEnd(answer, entry)), index, text);
  });
  return joined([Uint8Array.of(0x9a), uint32(parts.length), ...parts]);
}

/** The longest text of a statement that is told. */
const longestText = 200;

/** Adds to an entry, a map of a few fields, where it belongs. */
function withPlace(entry: Uint8Array, index: number, text: string | undefined): Uint8Array {
  const fieldCount = (entry[0] ?? 0xa0) + (text === undefined ? 1 : 2);
  const place = [
    Uint8Array.of(fieldCount),
    entry.subarray(1),
    cborText("statement"),
    Uint8Array.of(0x1a),
    uint32(index),
  ];
  return joined(text === undefined ? place : [...place, cborText("query"), cborText(text.slice(0, longestText))]);
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
