import { CborCodec, Datetime, Decimal, RecordId, Uuid } from "surreal-sdk";
import { type Enter, textFact } from "../contestant.ts";
import { callsPerSecond, processorTime } from "../pace.ts";
import { type Classes, payloads } from "../payloads.ts";

const ours: Classes = {
  recordId: (table, id) => new RecordId(table, id),
  datetime: (date) => Datetime.fromDate(date),
  decimal: (text) => Decimal.parse(text),
  uuid: (text) => Uuid.parse(text),
};

/** Our codec: `payload`, and as `direction` encode or decode. */
export const enter: Enter = (facts) => {
  const codec = new CborCodec();
  const value = payloads[textFact(facts, "payload")]?.(ours);
  const bytes = codec.encode(value);
  const work = facts.direction === "encode" ? () => codec.encode(value) : () => codec.decode(bytes);
  return { round: () => callsPerSecond(work, processorTime) };
};
