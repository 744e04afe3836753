import { fieldsOf } from "../../cbor/fields.ts";
import { map } from "../../cbor/write.ts";
import { serverCodec } from "../../message/server-codec.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { databaseRefusal, plainRefusal, refusal } from "../http-reply.ts";
import { readMediaType } from "../media-type.ts";
import { demandRights } from "../transfer-rights.ts";

const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

const CHUNK_BYTES = 65_536;

/** GET /export, and POST /export with the options: the SurrealQL that recreates the database. */
export async function exportRoute(exchange: Exchange): Promise<HttpReply> {
  const config = exchange.message.method === "POST" ? await readConfig(exchange) : undefined;
  const { profile } = exchange.rules;
  const { namespace, database } = await exchange.place();
  if (namespace === undefined) throw refusal(400, "Specify a namespace to use");
  if (database === undefined) throw refusal(400, "Specify a database to use");
  await demandRights(exchange, "INFO FOR DB");
  try {
    const dump = await exchange.database.export(namespace, database, config);
    return { status: 200, body: profile.exportsLines ? inLines(dump) : inChunks(dump) };
  } catch (error) {
    throw databaseRefusal(error instanceof Error ? error.message : String(error));
  }
}

/** The text in UTF-8, line by line. */
function* inLines(text: string): Generator<Uint8Array> {
  for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) yield* inChunks(line);
}

/** The text in UTF-8, chunk by chunk. */
function* inChunks(text: string): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

async function readConfig(exchange: Exchange): Promise<Uint8Array> {
  const header = exchange.message.headers["content-type"];
  if (header === undefined) throw plainRefusal(400, "The header content-type is missing");
  const type = readMediaType(header);
  if (type !== "json" && type !== "cbor") throw refusal(415);
  const body = await exchange.readBody(MAX_CONFIG_BYTES);
  const config = type === "cbor" ? body : readJsonConfig(body);
  return exchange.rules.profile.exportsMore ? withoutMore(config) : config;
}

function readJsonConfig(body: Buffer): Uint8Array {
  try {
    return serverCodec.encode(JSON.parse(body.toString("utf8")));
  } catch {
    throw refusal(400, "The request body contains invalid data");
  }
}

const more: readonly string[] = ["database_definition", "apis", "buckets", "modules", "configs"];

/** The database in this process does not know these parts. */
function withoutMore(config: Uint8Array): Uint8Array {
  const fields = fieldsOf(config);
  if (!more.some((part) => fields.has(part))) return config;
  return map(Object.fromEntries([...fields].filter(([part]) => !more.includes(part))));
}
