import { createRequire } from "node:module";
import process from "node:process";
import { CborCodec } from "surreal-sdk";
import { type Enter, numberFact } from "../contestant.ts";
import { requestsPerSecond } from "../pace.ts";
import { filling } from "../question.ts";
import { frameOf } from "./raw-frame.ts";

interface NativeModule {
  readonly SurrealNodeEngine: {
    connect(url: string): Promise<{ execute(request: Uint8Array): Promise<Uint8Array>; free(): Promise<void> }>;
  };
}

/** The native module of the embedded database, handed the same bytes; its answers are left as they are. */
export const enter: Enter = async (facts) => {
  const platform = `${process.platform}-${process.arch}${process.platform === "linux" ? "-gnu" : ""}`;
  const load = createRequire(import.meta.resolve("@surrealdb/node"));
  const { SurrealNodeEngine } = load(`./surrealdb-node.${platform}.node`) as NativeModule;
  const engine = await SurrealNodeEngine.connect("mem://");
  const codec = new CborCodec();
  await engine.execute(codec.encode({ method: "use", params: ["bench", "bench"] }));
  for (const statement of filling(numberFact(facts, "rows", 0))) {
    await engine.execute(codec.encode({ method: "query", params: [statement] }));
  }
  const frame = frameOf(facts);
  return { round: () => requestsPerSecond(1, () => engine.execute(frame)), end: () => engine.free() };
};
