import { CborCodec as OurCodec } from "surreal-sdk";
import { CborCodec, DateTime, Decimal, RecordId, Uuid } from "surrealdb";
import { type Enter, textFact } from "../contestant.ts";
import { callsPerSecond, processorTime } from "../pace.ts";
import { type Classes, payloads } from "../payloads.ts";

const official: Classes = {
  recordId: (table, id) => new RecordId(table, id),
  datetime: (date) => new DateTime(date),
  decimal: (text) => new Decimal(text),
  uuid: (text) => new Uuid(text),
};

/** The official SDK's codec on the same values. */
export const enter: Enter = (facts) => {
  const codec = new CborCodec({});
  const value = payloads[textFact(facts, "payload")]?.(official);
  const bytes = codec.encode(value);
  const same = new OurCodec().encode(new OurCodec().decode(bytes));
  const work = facts.direction === "encode" ? () => codec.encode(value) : () => codec.decode(same);
  return { round: () => callsPerSecond(work, processorTime) };
};
