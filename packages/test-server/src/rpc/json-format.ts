import { readRequest, UnreadableRequestError } from "../message/request.ts";
import { parseError } from "../message/rpc-error.ts";
import { serverCodec } from "../message/server-codec.ts";
import type { RpcFormat } from "./format.ts";
import { readJsonValue, toJsonValue } from "./json-value.ts";

/** Converts JSON to CBOR and back at the border of the server. */
export const jsonFormat: RpcFormat = {
  name: "json",
  contentType: "application/json",
  binary: false,
  readRequest(message, profile) {
    let request: unknown;
    try {
      request = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(message));
    } catch {
      throw new UnreadableRequestError("The message is not JSON.", parseError());
    }
    return readRequest(serverCodec.encode(readEnvelope(request)), profile);
  },
  write: (value) => Buffer.from(JSON.stringify(toJsonValue(serverCodec.decode(value)))),
};

/** Only the parameters contain values; a text among the envelope's fields is never a record id. */
function readEnvelope(request: unknown): unknown {
  if (typeof request !== "object" || request === null || !("params" in request)) return request;
  return { ...request, params: readJsonValue(request.params) };
}
