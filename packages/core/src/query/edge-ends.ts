import { isBuiltIn } from "@surreal-sdk/values";
import { resolveRecord } from "../surrealql/target.ts";

const ends = ["in", "out"] as const;

/**
 * Reads the ends of edges that are given as text, `"user:ada"`, and hands on everything else. The rows of the caller stay as
 * they are.
 *
 * @throws the errors of the grammar when a text names no record, TypeError when it names several. Nothing is sent then.
 * @internal
 */
export function withEdgeEnds(data: unknown): unknown {
  return Array.isArray(data) ? data.map(withEnds) : withEnds(data);
}

function withEnds(row: unknown): unknown {
  if (typeof row !== "object" || row === null) return row;
  if (isBuiltIn(row, "Map")) return ends.reduce((read, end) => withEntry(read, end), new Map(row));
  const texts = ends.filter(
    (end) => Object.hasOwn(row, end) && typeof (row as { in?: unknown })[end as "in"] === "string",
  );
  if (texts.length === 0) return row;
  // A copy of the same class: whether the class can be sent is for the codec to say.
  const copy = Object.create(Object.getPrototypeOf(row), Object.getOwnPropertyDescriptors(row)) as Record<
    string,
    unknown
  >;
  for (const end of texts) {
    const value = resolveRecord(copy[end], "insert", end);
    Object.defineProperty(copy, end, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

function withEntry(row: Map<unknown, unknown>, end: string): Map<unknown, unknown> {
  const value = row.get(end);
  return typeof value === "string" ? row.set(end, resolveRecord(value, "insert", end)) : row;
}
