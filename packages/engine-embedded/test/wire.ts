import { Encoder, Tag } from "cbor-x";
import type { EmbeddedDatabase } from "../src/embedded-database.ts";

const cbor = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false, variableMapSize: true });

/** NONE, as SurrealDB writes it. */
export const none: unknown = new Tag(null, 6);

export function tag(number: number, value: unknown): unknown {
  return new Tag(value, number);
}

export function encode(value: unknown): Uint8Array {
  return cbor.encode(value);
}

/** Tags become `{ tag, value }`. */
export function decode(bytes: Uint8Array): unknown {
  return plain(cbor.decode(bytes));
}

/** The frame of a request, with the id in front that an SDK sends. */
export function request(method: string, params: unknown = [], more: object = {}): Uint8Array {
  return encode({ id: "000000000001", method, params, ...more });
}

/** Sends a request and decodes its envelope. */
export async function ask(
  db: EmbeddedDatabase,
  method: string,
  params: unknown = [],
  more: object = {},
): Promise<unknown> {
  return decode(await db.execute(request(method, params, more)));
}

/** Runs SurrealQL and gives the results of its statements, or throws the first error. */
export async function query(
  db: EmbeddedDatabase,
  text: string,
  vars: object = {},
  more: object = {},
): Promise<unknown[]> {
  const envelope = (await ask(db, "query", [text, vars], more)) as {
    result?: { status: string; result: unknown }[];
    error?: { message: string };
  };
  if (envelope.result === undefined) throw new Error(envelope.error?.message);
  return envelope.result.map(({ status, result }) => {
    if (status !== "OK") throw new Error(String(result));
    return result;
  });
}

export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}

function plain(value: unknown): unknown {
  if (value instanceof Tag) return { tag: value.tag, value: plain(value.value) };
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}
