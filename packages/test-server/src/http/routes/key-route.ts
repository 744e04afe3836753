import { arrayItems, mapEntries, readText } from "../../cbor/walk.ts";
import { array, map, text } from "../../cbor/write.ts";
import { serverCodec } from "../../message/server-codec.ts";
import { readJsonValue } from "../../rpc/json-value.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { databaseRefusal, plainRefusal, refusal } from "../http-reply.ts";
import { formatFor, readAccept } from "../media-type.ts";

const MAX_BODY_BYTES = 16 * 1024;

/** The statements of the verbs for a table. */
const onTable: Readonly<Record<string, string>> = {
  GET: "SELECT * FROM type::table($table) LIMIT $limit START $start",
  POST: "CREATE type::table($table) CONTENT $data",
  PUT: "UPDATE type::table($table) CONTENT $data",
  PATCH: "UPDATE type::table($table) MERGE $data",
  DELETE: "DELETE type::table($table) RETURN BEFORE",
};

/** The statements of the verbs for a record. */
const onRecord: Readonly<Record<string, string>> = {
  GET: "SELECT * FROM type::record($table, $id)",
  POST: "CREATE type::record($table, $id) CONTENT $data",
  PUT: "UPSERT type::record($table, $id) CONTENT $data",
  PATCH: "UPSERT type::record($table, $id) MERGE $data",
  DELETE: "DELETE type::record($table, $id) RETURN BEFORE",
};

/** The verbs on /key/:table and /key/:table/:id. The body is SurrealQL and becomes `$data`. */
export async function keyRoute(exchange: Exchange): Promise<HttpReply> {
  const format = formatFor(readAccept(exchange.message.headers.accept));
  const [table = "", id] = exchange.url.pathname.slice("/key/".length).split("/").map(decodeSegment);
  const { namespace, database } = await exchange.place();
  if (namespace === undefined) throw databaseRefusal("Specify a namespace to use");
  if (database === undefined) throw databaseRefusal("Specify a database to use");
  const verb = exchange.message.method ?? "GET";
  const parameters = exchange.url.searchParams;
  const fields = parameters.getAll("fields");
  const takesBody = verb !== "GET" && verb !== "DELETE";
  const variables = map({
    ...Object.fromEntries([...parameters].map(([key, value]) => [key, text(value)])),
    table: text(table),
    id: id === undefined ? undefined : serverCodec.encode(readKey(id)),
    limit: serverCodec.encode(readCount(parameters.get("limit"), 100)),
    start: serverCodec.encode(readCount(parameters.get("start"), 0)),
    fields: array(fields.map(text)),
    data: takesBody ? await evaluate(exchange, await exchange.readText(MAX_BODY_BYTES)) : undefined,
  });
  const statement = (id === undefined ? onTable : onRecord)[verb] as string;
  const query = fields.length === 0 ? statement : statement.replace("SELECT *", "SELECT type::fields($fields)");
  const entries = await exchange.demand("query", array([text(query), variables]));
  return { status: 200, headers: { "content-type": format.contentType }, body: format.write(entries) };
}

/** Executes the body as the server does, as statements of which the last one gives the value. */
async function evaluate(exchange: Exchange, surrealql: string): Promise<Uint8Array> {
  const entries = await exchange.demand("query", array([text(surrealql)]));
  const last = arrayItems(entries, 0)?.at(-1);
  if (last === undefined) throw refusal(400, "The request body contains invalid data");
  const fields = new Map(mapEntries(entries, last.start)?.map(({ key, value }) => [key, value]));
  const result = fields.get("result") ?? last;
  if (readText(entries, fields.get("status")?.start ?? 0) !== "OK") {
    throw databaseRefusal(readText(entries, result.start) ?? "");
  }
  return entries.subarray(result.start, result.end);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw plainRefusal(400, "Invalid URL: a path segment is not UTF-8");
  }
}

/** An id that is a JSON value is parsed, any other is text. */
function readKey(id: string): unknown {
  try {
    return readJsonValue(JSON.parse(id));
  } catch {
    return readJsonValue(id);
  }
}

function readCount(value: string | null, fallback: number): number {
  if (value === null) return fallback;
  if (!/^-?\d+$/.test(value)) throw refusal(400, "Failed to deserialize query string");
  return Number(value);
}
