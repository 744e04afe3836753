import { readHead } from "../cbor/head.ts";
import { isAbsent, readUuidOrText } from "../cbor/read.ts";
import type { Span } from "../cbor/walk.ts";
import { itemEnd, mapEntries, readText } from "../cbor/walk.ts";
import { array, map, text, uuid } from "../cbor/write.ts";
import type { Profile } from "../profile/profile.ts";
import type { Answer, AnswerEnvelope } from "./answer.ts";
import { invalidRequest, parseError } from "./rpc-error.ts";

/** A request, of which only the envelope was read. */
export interface RpcRequest {
  /** The encoded id; `undefined` if there was none. */
  readonly id?: Uint8Array | undefined;
  readonly method: string;
  /** The parameters, an encoded array. */
  readonly params: Uint8Array;
  readonly session?: string | undefined;
  readonly txn?: string | undefined;
}

/** A message that is not a request. Old servers answer it without an id, even if it had one. */
export class UnreadableRequestError extends Error {
  override readonly name = "UnreadableRequestError";
  readonly answer: Answer;
  /** The id, if the server's version names it. */
  readonly id: Uint8Array | undefined;

  constructor(message: string, answer: Answer, id?: Uint8Array) {
    super(message);
    this.answer = answer;
    this.id = id;
  }
}

const NO_PARAMS = array([]);
const ID_TAGS = [0, 9, 10, 12, 37];

/**
 * Reads the envelope of a CBOR request. Bytes after the first item are ignored, as are unknown keys.
 *
 * @throws UnreadableRequestError
 */
export function readRequest(bytes: Uint8Array, profile: Profile): RpcRequest {
  refuseItem(bytes, profile);
  const fields = readFields(bytes);
  const method = fields.get("method");
  const name = method === undefined ? undefined : readText(bytes, method.start);
  const params = fields.get("params");
  if (name === undefined) throw new UnreadableRequestError("The method is not text.", invalidRequest());
  checkVersion(bytes, fields.get("version"));
  if (profile.takesTraces) checkTrace(bytes, fields.get("trace_context"));
  return {
    id: readId(bytes, fields.get("id")),
    method: name,
    params:
      params !== undefined && readHead(bytes, params.start).major === 4
        ? bytes.subarray(params.start, params.end)
        : NO_PARAMS,
    session: readReference(bytes, fields.get("session")),
    txn: readReference(bytes, fields.get("txn")),
  };
}

/** The envelope of the answer to a request. */
export function envelopeOf({ id, session }: RpcRequest): AnswerEnvelope {
  return { id, session: session === undefined ? undefined : uuid(session) };
}

/** Encodes a request for the engine; its answer needs no id. */
export function writeRequest(method: string, params: Uint8Array, session?: string, txn?: string): Uint8Array {
  return map({
    method: text(method),
    params,
    session: session === undefined ? undefined : uuid(session),
    txn: txn === undefined ? undefined : uuid(txn),
  });
}

/** Refuses what the decoder of the version refuses; the database in this process takes more. */
function refuseItem(bytes: Uint8Array, { decoder, tellsDecodeErrors }: Profile): void {
  try {
    itemEnd(bytes, 0, 0, decoder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!tellsDecodeErrors) throw new UnreadableRequestError(reason, parseError());
    throw new UnreadableRequestError(reason, { ...parseError(reason), orphan: false }, idOf(bytes));
  }
}

/** The id of a message that is a request for a more lenient decoder. */
function idOf(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const id = readFields(bytes).get("id");
    return readId(bytes, id);
  } catch {
    return undefined;
  }
}

function readFields(bytes: Uint8Array): Map<string, Span> {
  try {
    const entries = mapEntries(bytes, 0);
    if (entries !== undefined) return new Map(entries.map((entry) => [entry.key, entry.value]));
  } catch {
    // Malformed bytes and items of another kind are the same to the server.
  }
  throw new UnreadableRequestError("The message is not a CBOR map.", parseError());
}

function readId(bytes: Uint8Array, span: Span | undefined): Uint8Array | undefined {
  if (span === undefined) return undefined;
  const first = bytes[span.start] as number;
  if (first === 0xc6) return undefined;
  const { major, argument } = readHead(bytes, span.start);
  const usable =
    major <= 1 ||
    major === 3 ||
    (major === 6 && ID_TAGS.includes(argument)) ||
    (major === 7 && first !== 0xf4 && first !== 0xf5);
  if (!usable) throw new UnreadableRequestError("The type of the id is not allowed.", invalidRequest());
  return bytes.slice(span.start, span.end);
}

function readReference(bytes: Uint8Array, span: Span | undefined): string | undefined {
  if (span === undefined || isAbsent(bytes, span.start)) return undefined;
  const reference = readUuidOrText(bytes, span.start);
  if (reference === undefined) throw new UnreadableRequestError("A session or txn is not a UUID.", invalidRequest());
  return reference;
}

function checkVersion(bytes: Uint8Array, span: Span | undefined): void {
  if (span === undefined || isAbsent(bytes, span.start)) return;
  const { major, argument } = readHead(bytes, span.start);
  if (major !== 0 || (argument !== 1 && argument !== 2)) {
    throw new UnreadableRequestError("The version is neither 1 nor 2.", invalidRequest());
  }
}

/** A trace is a text, or a map of texts. */
function checkTrace(bytes: Uint8Array, span: Span | undefined): void {
  if (span === undefined || isAbsent(bytes, span.start)) return;
  if (readText(bytes, span.start) !== undefined) return;
  const values = mapEntries(bytes, span.start);
  if (values?.every(({ value }) => readText(bytes, value.start) !== undefined)) return;
  throw new UnreadableRequestError("The trace_context is neither text nor a map of texts.", invalidRequest());
}
