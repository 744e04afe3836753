import { Pool } from "undici";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { requestsPerSecond } from "../pace.ts";
import { frameOf } from "./raw-frame.ts";

/** A pool of `undici` alone, posting the same bytes with the same headers: a request of ours says where it is to be run. */
export const enter: Enter = (facts) => {
  const pool = new Pool(textFact(facts, "url"), { connections: numberFact(facts, "connections") });
  const body = frameOf(facts);
  const cbor = "application/cbor";
  const headers = { "content-type": cbor, accept: cbor, "surreal-ns": "bench", "surreal-db": "bench" };
  const request = async (): Promise<ArrayBuffer> => {
    const response = await pool.request({ path: "/rpc", method: "POST", headers, body });
    return response.body.arrayBuffer();
  };
  const inFlight = numberFact(facts, "inFlight");
  return { round: () => requestsPerSecond(inFlight, request), end: () => pool.destroy() };
};
