import { CborCodec } from "@surreal-sdk/codec";
import { readRequest, UnreadableRequestError } from "../message/request.ts";
import { parseError } from "../message/rpc-error.ts";
import type { RpcFormat } from "./format.ts";
import { readJsonValue, toJsonValue } from "./json-value.ts";

const codec = new CborCodec();

/** JSON is turned into CBOR at the door and back. */
export const jsonFormat: RpcFormat = {
  name: "json",
  contentType: "application/json",
  binary: false,
  readRequest(message) {
    let request: unknown;
    try {
      request = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(message));
    } catch {
      throw new UnreadableRequestError("The message is not JSON.", parseError());
    }
    return readRequest(codec.encode(readEnvelope(request)));
  },
  write: (value) => Buffer.from(JSON.stringify(toJsonValue(codec.decode(value)))),
};

/** Only the parameters hold values; a text among the envelope's fields is never a record id. */
function readEnvelope(request: unknown): unknown {
  if (typeof request !== "object" || request === null || !("params" in request)) return request;
  return { ...request, params: readJsonValue(request.params) };
}
