import type { RpcFormat } from "../rpc/format.ts";
import { cborFormat } from "../rpc/format.ts";
import { jsonFormat } from "../rpc/json-format.ts";
import { plainRefusal, refusal } from "./http-reply.ts";

/** The media types that the server knows. */
export type MediaType = "json" | "cbor" | "flatbuffers" | "text" | "bytes";

const mediaTypes: Readonly<Record<string, MediaType>> = {
  "application/json": "json",
  "application/cbor": "cbor",
  "application/vnd.surrealdb.flatbuffers": "flatbuffers",
  "text/plain": "text",
  "application/octet-stream": "bytes",
};

/** Parses a content type; refuses an unknown one. */
export function readMediaType(header: string): MediaType {
  const known = mediaTypes[(header.split(";", 1)[0] as string).trim().toLowerCase()];
  if (known === undefined) throw plainRefusal(400, "The media type of the header is unknown");
  return known;
}

/** Parses the accept header; a wildcard means JSON. */
export function readAccept(header: string | undefined): MediaType | undefined {
  if (header === undefined) return undefined;
  return header.trim() === "*/*" ? "json" : readMediaType(header);
}

/** Returns the format of a media type; refuses the others. */
export function formatFor(type: MediaType | undefined): RpcFormat {
  if (type === undefined || type === "json") return jsonFormat;
  if (type === "cbor") return cborFormat;
  throw refusal(415);
}
