import { CborCodec } from "surreal-sdk";
import type { Facts } from "../contestant.ts";
import { questionOf } from "../question.ts";

const codec = new CborCodec();

/** The bytes that our client sends for the question, with an id of zeros. */
export function frameOf(facts: Facts): Uint8Array {
  const { text, variables } = questionOf(facts);
  return codec.encode({ id: "000000000000", method: "query", params: [text, variables] });
}
