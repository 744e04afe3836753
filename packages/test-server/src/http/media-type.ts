import type { RpcFormat } from "../rpc/format.ts";
import { cborFormat } from "../rpc/format.ts";
import { jsonFormat } from "../rpc/json-format.ts";
import { plainRefusal, refusal } from "./http-reply.ts";

/** What a body may be, as far as the server knows it. */
export type MediaType = "json" | "cbor" | "flatbuffers" | "text" | "bytes";

const mediaTypes: Readonly<Record<string, MediaType>> = {
  "application/json": "json",
  "application/cbor": "cbor",
  "application/vnd.surrealdb.flatbuffers": "flatbuffers",
  "text/plain": "text",
  "application/octet-stream": "bytes",
};

/** Reads a content type; what the server does not know is refused. */
export function readMediaType(header: string): MediaType {
  const known = mediaTypes[(header.split(";", 1)[0] as string).trim().toLowerCase()];
  if (known === undefined) throw plainRefusal(400, "The header names no known media type");
  return known;
}

/** Reads what the client accepts; anything at all counts as JSON. */
export function readAccept(header: string | undefined): MediaType | undefined {
  if (header === undefined) return undefined;
  return header.trim() === "*/*" ? "json" : readMediaType(header);
}

/** Finds the format for a media type; the others are refused. */
export function formatFor(type: MediaType | undefined): RpcFormat {
  if (type === undefined || type === "json") return jsonFormat;
  if (type === "cbor") return cborFormat;
  throw refusal(415);
}
