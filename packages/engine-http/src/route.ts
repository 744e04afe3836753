import type { EngineRequest } from "@surreal-sdk/transport";
import { joinBytes } from "@surreal-sdk/transport/toolkit";

/** The path for a kind of request, and the form of its answer. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Appended to the path of the endpoint. */
  readonly path: "/rpc" | "/export" | "/import";
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the answer must be CBOR. */
  readonly cbor: boolean;
  /** The content types that a success may have, where it has one. */
  readonly content: RegExp;
  /** The expected content, for messages. */
  readonly expected: string;
  /** Creates the frame from an answer's body. */
  frame(body: Uint8Array): Uint8Array;
}

const cbor = "application/cbor";
/** The content type of CBOR. */
export const cborContent: RegExp = /^\s*application\/cbor\s*(;|$)/i;

/** `fetch` would accept anything, which SurrealDB takes for JSON and refuses (415): so `accept` is always sent. */
const rpc: Route = {
  method: "POST",
  path: "/rpc",
  headers: { "content-type": cbor, accept: cbor },
  cbor: true,
  content: cborContent,
  expected: "CBOR",
  frame: (body) => body,
};

const exportWith: Route = {
  method: "POST",
  path: "/export",
  headers: { "content-type": cbor, accept: "text/plain" },
  cbor: false,
  // SurrealDB sends none; a proxy in between may add one for text.
  content: /^\s*(text\/plain|application\/octet-stream)\s*(;|$)/i,
  expected: "an export",
  frame: (body) => body,
};

/** Without a configuration, which POST requires and servers before 2.1 do not support. */
const exportAll: Route = { ...exportWith, method: "GET", headers: { accept: "text/plain" } };

/** The answer is an array of statement results; wrapped in a response map it is read like every other answer. */
const importAll: Route = {
  method: "POST",
  path: "/import",
  headers: { "content-type": "text/plain; charset=utf-8", accept: cbor },
  cbor: true,
  content: cborContent,
  expected: "CBOR",
  frame: asResult,
};

/** Returns the route of a request. */
export function routeOf(request: EngineRequest): Route {
  if (request.kind === "rpc") return rpc;
  if (request.kind === "import") return importAll;
  return request.frame.byteLength === 0 ? exportAll : exportWith;
}

/** `{result: …}` in CBOR: a map of one, and the six-character text `result` as its key. */
const resultOf = Uint8Array.of(0xa1, 0x66, 0x72, 0x65, 0x73, 0x75, 0x6c, 0x74);

function asResult(value: Uint8Array): Uint8Array {
  return joinBytes([resultOf, value]);
}

/** Reports whether bytes are a list, as the results of an import are. */
export function isList([head = 0]: Uint8Array): boolean {
  return head >= 0x80 && head < 0xa0;
}

/** `{error: …}` in CBOR: SurrealDB sorts keys alphabetically, and `error` comes before `id`. */
const errorKey = [0x65, 0x65, 0x72, 0x72, 0x6f, 0x72];

/** Reports whether bytes are the response map of a failed request. */
export function isErrorFrame(frame: Uint8Array): boolean {
  const [head = 0] = frame;
  return head > 0xa0 && head < 0xb8 && errorKey.every((byte, index) => frame[index + 1] === byte);
}

/** What may come before a text: a byte order mark, and blanks. */
const blanks: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d]);
/** What begins a page or JSON, and no statement of an export: `<`, `{` and `[`. */
const foreign: ReadonlySet<number> = new Set([0x3c, 0x7b, 0x5b]);

/** The beginning of a text that is no export, whatever its content type says; `undefined` for an export. */
export function foreignText(bytes: Uint8Array): string | undefined {
  const start = bytes.findIndex((byte) => !blanks.has(byte));
  if (start < 0 || !foreign.has(bytes[start] as number)) return undefined;
  return new TextDecoder().decode(bytes.subarray(start, start + 100));
}
