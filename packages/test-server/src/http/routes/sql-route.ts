import { array, map, text } from "../../cbor/write.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { formatFor, readAccept } from "../media-type.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/** POST /sql: takes SurrealQL, returns the entries of its statements. Parameters of the URL become text variables. */
export async function sqlRoute(exchange: Exchange): Promise<HttpReply> {
  const query = await exchange.readText(MAX_BODY_BYTES);
  const variables = map(Object.fromEntries([...exchange.url.searchParams].map(([key, value]) => [key, text(value)])));
  const entries = await exchange.demand("query", array([text(query), variables]));
  const format = formatFor(readAccept(exchange.message.headers.accept));
  return { status: 200, headers: { "content-type": format.contentType }, body: format.write(entries) };
}
