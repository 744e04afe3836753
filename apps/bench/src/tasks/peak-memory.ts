import process from "node:process";
import { CborCodec, RecordId } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { heapInUse, mostMemory } from "../heap.ts";

const codec = new CborCodec();

type Decode = (bytes: Uint8Array) => unknown;

/**
 * How many times the bytes of a message a process grows by, at most, while it decodes a result of `megabytes`, or encodes
 * an insert of them. The bytes themselves count when decoding, and the values when encoding do not: they were there before. With `official`
 * it is the official SDK's codec that decodes.
 */
export const enter: Enter = async (facts) => {
  const size = numberFact(facts, "megabytes") * 1_048_576;
  const { direction, document } = { direction: textFact(facts, "direction"), document: textFact(facts, "document") };
  const decode = facts.official === 1 ? await officialDecode() : (bytes: Uint8Array) => codec.decode(bytes);
  return {
    round: () => {
      const portion = documents(document, 1_000);
      const portions = Math.ceil(size / codec.encode(portion).byteLength);
      return direction === "encode" ? peakOfEncoding(document, portions) : peakOfDecoding(decode, portion, portions);
    },
  };
};

async function officialDecode(): Promise<Decode> {
  const { CborCodec: OfficialCodec } = await import("surrealdb");
  const official = new OfficialCodec({});
  return (bytes) => official.decode(bytes);
}

function peakOfEncoding(document: string, portions: number): number {
  const rows = Array.from({ length: portions }, () => documents(document, 1_000)).flat();
  heapInUse();
  const before = Math.max(process.memoryUsage().rss, mostMemory());
  const { byteLength } = codec.encode({
    id: "000000000000",
    method: "query",
    params: ["INSERT INTO row $rows", { rows }],
  });
  return (mostMemory() - before) / byteLength;
}

function peakOfDecoding(decode: Decode, portion: unknown[], portions: number): number {
  heapInUse();
  const before = Math.max(process.memoryUsage().rss, mostMemory());
  const bytes = message(codec.encode(portion), portions);
  const value = decode(bytes) as unknown[];
  if (value.length !== portions) throw new Error("The message was not read whole.");
  return (mostMemory() - before) / bytes.byteLength;
}

/** A list of so many times the same item. */
function message(item: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(5 + item.byteLength * count);
  new DataView(bytes.buffer).setUint32(1, count);
  bytes[0] = 0x9a;
  for (let index = 0; index < count; index += 1) bytes.set(item, 5 + index * item.byteLength);
  return bytes;
}

/** Records with a text of 1 KB each, or small ones. */
function documents(kind: string, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => {
    const id = new RecordId("row", index);
    if (kind === "small") return { id, name: `User ${index}`, age: index % 80, active: true };
    return { id, title: `Document ${index}`, text: `${index} `.padEnd(1_024, "lorem ipsum ") };
  });
}
