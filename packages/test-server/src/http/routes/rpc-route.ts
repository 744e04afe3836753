import { errorMessage, writeResponse } from "../../message/answer.ts";
import type { RpcRequest } from "../../message/request.ts";
import { envelopeOf, UnreadableRequestError } from "../../message/request.ts";
import { cborFormat, type RpcFormat, sizedCborFormat } from "../../rpc/format.ts";
import { jsonFormat } from "../../rpc/json-format.ts";
import type { Exchange } from "../exchange.ts";
import type { HttpReply } from "../http-reply.ts";
import { plainRefusal, refusal } from "../http-reply.ts";
import { readAccept, readMediaType } from "../media-type.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;

const plainFormats: readonly RpcFormat[] = [cborFormat, jsonFormat];

/** The format that the version of a media type names. */
function cborOf(contentType: string): RpcFormat {
  const version = /;\s*v=([^;\s]*)/i.exec(contentType)?.[1] ?? "1";
  if (version === "2") return sizedCborFormat;
  if (version !== "1") throw plainRefusal(400, "The version of the media type is unknown");
  return cborFormat;
}

/** POST /rpc: one request, one answer; a failed method is a success of HTTP. Old servers leave out id and session. */
export async function rpcRoute(exchange: Exchange): Promise<HttpReply> {
  const { "content-type": contentType, accept } = exchange.message.headers;
  if (contentType === undefined) throw plainRefusal(400, "The header content-type is missing");
  const type = readMediaType(contentType);
  const { profile } = exchange.rules;
  const format =
    profile.hasSizedNumbers && type === "cbor" ? cborOf(contentType) : plainFormats.find(({ name }) => name === type);
  if (format === undefined || (accept !== undefined && readAccept(accept) !== type)) throw refusal(415);
  const body = await exchange.readBody(MAX_BODY_BYTES);
  let request: RpcRequest;
  try {
    request = format.readRequest(body, profile);
  } catch (error) {
    if (!(error instanceof UnreadableRequestError)) throw error;
    throw refusal(400, errorMessage(error.answer));
  }
  const answer = await exchange.serve(request);
  if (answer.orphan) throw refusal(400, errorMessage(answer));
  return {
    status: 200,
    headers: { "content-type": format.contentType },
    body: format.write(writeResponse(answer, exchange.rules.profile.echoesOverHttp ? envelopeOf(request) : {})),
  };
}
