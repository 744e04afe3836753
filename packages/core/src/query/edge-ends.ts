import { isBuiltIn } from "@surreal-sdk/values";
import { resolveRecord } from "../surrealql/target.ts";

const ends = ["in", "out"] as const;

/**
 * Parses the ends of edges that are text, `"user:ada"`, and returns everything else unchanged. The caller's rows stay
 * as they are.
 *
 * @param method - which the user has called
 * @throws the errors of the grammar when a text names no record, TypeError when it names several. Nothing is sent
 * then.
 * @internal
 */
export function withEdgeEnds(data: unknown, method: string): unknown {
  return Array.isArray(data) ? data.map((row) => withEnds(row, method)) : withEnds(data, method);
}

function withEnds(row: unknown, method: string): unknown {
  if (typeof row !== "object" || row === null) return row;
  if (isBuiltIn(row, "Map")) return ends.reduce((read, end) => withEntry(read, end, method), new Map(row));
  const texts = ends.filter(
    (end) => Object.hasOwn(row, end) && typeof (row as { in?: unknown })[end as "in"] === "string",
  );
  if (texts.length === 0) return row;
  // A copy of the same class: the codec decides whether the class can be sent.
  const copy = Object.create(Object.getPrototypeOf(row), Object.getOwnPropertyDescriptors(row)) as Record<
    string,
    unknown
  >;
  for (const end of texts) {
    const value = resolveRecord(copy[end], method, end);
    Object.defineProperty(copy, end, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

function withEntry(row: Map<unknown, unknown>, end: string, method: string): Map<unknown, unknown> {
  const value = row.get(end);
  return typeof value === "string" ? row.set(end, resolveRecord(value, method, end)) : row;
}
