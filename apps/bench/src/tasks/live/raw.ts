import { once } from "node:events";
import { CborCodec } from "surreal-sdk";
import { WebSocket } from "ws";
import { type Enter, numberFact, textFact } from "../../contestant.ts";

/** `ws` and the codec alone, reading the same notifications into a callback. */
export const enter: Enter = async (facts) => {
  const count = numberFact(facts, "count");
  const codec = new CborCodec();
  const socket = new WebSocket(`${textFact(facts, "url")}/rpc`, "cbor", { perMessageDeflate: false });
  await once(socket, "open");
  return {
    round: async () => {
      const start = performance.now();
      const all = new Promise<void>((resolve) => {
        let left = count;
        const read = (data: Buffer): void => {
          const { result } = codec.decode(data) as { result: { action?: string } };
          if (result.action === "CREATE") left -= 1;
          if (left > 0) return;
          socket.off("message", read);
          resolve();
        };
        socket.on("message", read);
      });
      socket.send(codec.encode({ id: "000000000000", method: "live", params: ["user"] }));
      socket.send(codec.encode({ id: "000000000001", method: "query", params: [`NOTIFY ${count}`, {}] }));
      await all;
      return (count * 1_000) / (performance.now() - start);
    },
    end: () => socket.terminate(),
  };
};
