import { once } from "node:events";
import { CborCodec } from "surreal-sdk";
import { WebSocket } from "ws";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { processorTime, requestsPerSecond, wallTime } from "../pace.ts";
import { questionOf } from "../question.ts";
import { frameOf } from "./raw-frame.ts";

/**
 * `ws` alone: the same frames, answered in order, one promise each. With `coded` it also encodes each request and decodes
 * each answer, as a client of any use has to.
 */
export const enter: Enter = async (facts) => {
  const socket = new WebSocket(`${textFact(facts, "url")}/rpc`, "cbor", { perMessageDeflate: false });
  await once(socket, "open");
  const waiting: ((answer: Uint8Array) => void)[] = [];
  let first = 0;
  socket.on("message", (data: Buffer) => {
    waiting[first]?.(data);
    first += 1;
    if (first < waiting.length) return;
    waiting.length = 0;
    first = 0;
  });
  const send = (frame: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      socket.send(frame);
    });
  const frame = frameOf(facts);
  const codec = new CborCodec();
  const { text, variables } = questionOf(facts);
  const coded = async (): Promise<unknown> => {
    const answer = await send(codec.encode({ id: "000000000000", method: "query", params: [text, variables] }));
    return codec.decode(answer);
  };
  const clock = facts.clock === "processor" ? processorTime : wallTime;
  const inFlight = numberFact(facts, "inFlight");
  return {
    round: () => requestsPerSecond(inFlight, facts.coded === 1 ? coded : () => send(frame), clock),
    end: () => socket.terminate(),
  };
};
