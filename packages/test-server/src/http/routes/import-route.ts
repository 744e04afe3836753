import type { Span } from "../../cbor/walk.ts";
import { arrayItems, mapEntries, readText } from "../../cbor/walk.ts";
import { array, text } from "../../cbor/write.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { refusal } from "../http-reply.ts";
import { formatFor, readAccept } from "../media-type.ts";

const MAX_BODY_BYTES = 0xffffffff;
/** Only users who may edit reach the THROW; nothing is ever defined. */
const EDIT_PROBE = "BEGIN; DEFINE PARAM $import_probe VALUE 1; THROW 'may edit'; COMMIT;";

/** POST /import: executes SurrealQL with the sender's permissions, and reports what failed. */
export async function importRoute(exchange: Exchange): Promise<HttpReply> {
  const accept = readAccept(exchange.message.headers.accept);
  const surrealql = await exchange.readText(MAX_BODY_BYTES);
  const probe = Buffer.from(await exchange.demand("query", array([text(EDIT_PROBE)])));
  if (probe.includes("Not enough permissions") || probe.includes("IAM error")) {
    throw refusal(403, "IAM error: Not enough permissions to perform this action");
  }
  const marked = /^\s*(--[^\n]*\n\s*)*OPTION\s+IMPORT\b/i.test(surrealql);
  const query = marked ? surrealql : `OPTION IMPORT;\n${surrealql}`;
  const entries = await exchange.demand("query", array([text(query)]));
  if (accept === "bytes") return { status: 200 };
  const format = formatFor(accept);
  const told = (arrayItems(entries, 0) ?? []).slice(marked ? 0 : 1).filter((item) => isTold(entries, item));
  const body = format.write(array(told.map((item) => entries.subarray(item.start, item.end))));
  return { status: 200, headers: { "content-type": format.contentType }, body };
}

/** Failures are reported, and so are OPTION and BEGIN, the only statements that take no time. */
function isTold(entries: Uint8Array, item: Span): boolean {
  const fields = new Map(mapEntries(entries, item.start)?.map(({ key, value }) => [key, value.start]));
  const read = (key: string) => readText(entries, fields.get(key) ?? item.start);
  return read("status") !== "OK" || read("time") === "0ns";
}
