import { array, integer, map, text } from "../../cbor/write.ts";
import { readAccessToken } from "../../message/principal.ts";
import { serverCodec } from "../../message/server-codec.ts";
import { readJsonValue } from "../../rpc/json-value.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { refusal } from "../http-reply.ts";
import { formatFor, readAccept } from "../media-type.ts";

const MAX_BODY_BYTES = 1024;

/**
 * POST /signin and POST /signup: takes the variables of the RPC method, returns a token. Without Accept, returns
 * nothing.
 */
export async function signRoute(exchange: Exchange): Promise<HttpReply> {
  const method = exchange.url.pathname.slice(1);
  const credentials = readCredentials(await exchange.readText(MAX_BODY_BYTES));
  const token = await exchange.demand(method, array([serverCodec.encode(credentials)]));
  const accept = readAccept(exchange.message.headers.accept);
  if (accept === undefined) return { status: 200 };
  if (accept === "text") {
    return {
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: readAccessToken(token, 0) ?? "",
    };
  }
  const format = formatFor(accept);
  const body = map({ code: integer(200), details: text("Authentication succeeded"), token });
  return { status: 200, headers: { "content-type": format.contentType }, body: format.write(body) };
}

function readCredentials(body: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw refusal(400, "The request body contains invalid data");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refusal(400, "The request body contains invalid data");
  }
  return readJsonValue(value);
}
