import { textOf } from "../../cbor/fields.ts";
import { array, text } from "../../cbor/write.ts";
import { type StatementEntry, statementEntries } from "../../message/statement-entry.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { formatFor, type MediaType, readAccept } from "../media-type.ts";
import { demandRights } from "../transfer-rights.ts";

const MAX_BODY_BYTES = 0xffffffff;
/** Only users who may edit reach the THROW; nothing is ever defined. */
const EDIT_PROBE = "BEGIN; DEFINE PARAM $import_probe VALUE 1; THROW 'may edit'; COMMIT;";

/** POST /import: executes SurrealQL with the sender's permissions, and reports what failed. */
export async function importRoute(exchange: Exchange): Promise<HttpReply> {
  const accept = readAccept(exchange.message.headers.accept);
  const surrealql = await exchange.readText(MAX_BODY_BYTES);
  await demandRights(exchange, EDIT_PROBE);
  const marked = /^\s*(--[^\n]*\n\s*)*OPTION\s+IMPORT\b/i.test(surrealql);
  const query = marked ? surrealql : `OPTION IMPORT;\n${surrealql}`;
  const entries = await exchange.demand("query", array([text(query)]));
  const all = statementEntries(entries);
  const results = marked || all[0]?.failed === true ? all : all.slice(1);
  if (exchange.rules.profile.importReportsFailures) return failuresReply(results.filter(failed), accept);
  if (accept === "bytes") return { status: 200 };
  return { status: 200, ...listOf(results.filter(isTold), accept) };
}

/** The results of the statements that failed; a text to those who want bytes. */
function failuresReply(failures: readonly StatementEntry[], accept: MediaType | undefined): HttpReply {
  const status = failures.length === 0 ? 200 : 422;
  if (accept !== "bytes") return { status, ...listOf(failures, accept) };
  const report = failures.map(({ fields }) => textOf(fields, "result") ?? "").join("\n");
  return { status, headers: { "content-type": "application/octet-stream" }, body: report };
}

function listOf(results: readonly StatementEntry[], accept: MediaType | undefined) {
  const format = formatFor(accept);
  return {
    headers: { "content-type": format.contentType },
    body: format.write(array(results.map(({ bytes }) => bytes))),
  };
}

function failed(entry: StatementEntry): boolean {
  return entry.failed;
}

/** Failures are reported, and so are OPTION and BEGIN, the only statements that take no time. */
function isTold({ failed, fields }: StatementEntry): boolean {
  return failed || textOf(fields, "time") === "0ns";
}
