import { elements, fields, itemEnd, readText, readUuid } from "./cbor-walk.ts";

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

/** What a server answers to an import: the entries of a `query` answer that failed. */
export function failedEntries(answer: Uint8Array): Uint8Array {
  const failed = elements(answer, 0).filter((entry) => textField(answer, fields(answer, entry), "status") !== "OK");
  const parts = failed.map((entry) => answer.subarray(entry, itemEnd(answer, entry)));
  const bytes = new Uint8Array(5 + parts.reduce((length, part) => length + part.length, 0));
  bytes[0] = 0x9a;
  new DataView(bytes.buffer).setUint32(1, parts.length);
  let at = 5;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function textField(bytes: Uint8Array, facts: ReadonlyMap<string, number>, key: string): string | undefined {
  const at = facts.get(key);
  return at === undefined ? undefined : readText(bytes, at);
}
