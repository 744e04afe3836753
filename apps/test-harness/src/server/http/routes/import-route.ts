import type { Span } from "../../cbor/walk.ts";
import { arrayItems, mapEntries, readText } from "../../cbor/walk.ts";
import { array, text } from "../../cbor/write.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { refusal } from "../http-reply.ts";
import { formatFor, readAccept } from "../media-type.ts";

const MAX_BODY_BYTES = 0xffffffff;
/** Only those who may edit get as far as the THROW; nothing is ever defined. */
const EDIT_PROBE = "BEGIN; DEFINE PARAM $import_probe VALUE 1; THROW 'may edit'; COMMIT;";

/** POST /import: runs SurrealQL with the rights of whoever sends it, and tells what failed. */
export async function importRoute(exchange: Exchange): Promise<HttpReply> {
  const accept = readAccept(exchange.message.headers.accept);
  const surrealql = await exchange.readText(MAX_BODY_BYTES);
  const probe = Buffer.from(await exchange.demand("query", array([text(EDIT_PROBE)])));
  if (probe.includes("Not enough permissions") || probe.includes("IAM error")) {
    throw refusal(403, "IAM error: Not enough permissions to perform this action");
  }
  const query = /^\s*(--[^\n]*\n\s*)*OPTION\s+IMPORT\b/i.test(surrealql) ? surrealql : `OPTION IMPORT;\n${surrealql}`;
  const entries = await exchange.demand("query", array([text(query)]));
  if (accept === "bytes") return { status: 200 };
  const format = formatFor(accept);
  const body = format.write(failedEntries(entries));
  return { status: 200, headers: { "content-type": format.contentType }, body };
}

function failedEntries(entries: Uint8Array): Uint8Array {
  const failed = (arrayItems(entries, 0) ?? []).filter((item) => statusOf(entries, item) === "ERR");
  return array(failed.map((item) => entries.subarray(item.start, item.end)));
}

function statusOf(entries: Uint8Array, item: Span): string | undefined {
  const status = mapEntries(entries, item.start)?.find(({ key }) => key === "status");
  return status === undefined ? undefined : readText(entries, status.value.start);
}
