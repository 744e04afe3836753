import { BoundExcluded, CborCodec, Range, RecordId } from "surreal-sdk";

/** A request as it came in. */
export interface DecodedRequest {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: readonly unknown[];
}

const codec = new CborCodec();

export function readRequest(frame: Uint8Array): DecodedRequest {
  return codec.decode(frame) as DecodedRequest;
}

/** The answer to a request. Like servers of its version, this one does not know the method that streams rows. */
export function answerTo(request: DecodedRequest): Uint8Array {
  if (request.method !== "query_stream") return writeAnswer(request.id, resultOf(request));
  return codec.encode({ id: request.id, error: { code: -32601, message: "Method not found" } });
}

/** Over a WebSocket an answer carries the id of its request; over HTTP neither has one. */
export function writeAnswer(id: unknown, result: unknown): Uint8Array {
  return codec.encode(id === undefined ? { result } : { id, result });
}

/** What a server says that has no database: made-up rows to queries, or what they brought; to all else next to nothing. */
export function resultOf({ method, params = [] }: DecodedRequest): unknown {
  if (method === "version") return "surrealdb-3.0.2";
  if (method !== "query") return null;
  const [text, variables] = params as [string, Record<string, unknown> | undefined];
  const result = text.startsWith("RETURN $value") ? variables?.value : rows(text, variables);
  return [{ result, status: "OK", time: "71.3µs" }];
}

/** The records of a table whose name says how many it has, a page at a time; one row for any other query. */
function rows(text: string, variables: Record<string, unknown> | undefined): unknown[] {
  const range = variables?._resource;
  if (!text.includes("__key") || !(range instanceof RecordId) || !(range.id instanceof Range)) {
    return [{ id: new RecordId("user", 1), name: "John", age: 42 }];
  }
  const { table } = range;
  const { begin } = range.id;
  const first = begin instanceof BoundExcluded ? Number(begin.value) + 1 : 0;
  const count = Math.max(0, Math.min(1_000, Number(table.split("_")[1]) - first));
  return Array.from({ length: count }, (_, index) => {
    const id = new RecordId(table, first + index);
    return { id, name: `User ${first + index}`, age: index % 80, __key: id };
  });
}
