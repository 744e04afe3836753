import { createRequire } from "node:module";
import process from "node:process";
import { CborCodec } from "surreal-sdk";
import type { Enter } from "../contestant.ts";
import { requestsPerSecond } from "../pace.ts";
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
  await engine.execute(new CborCodec().encode({ method: "use", params: ["bench", "bench"] }));
  const frame = frameOf(facts);
  return { round: () => requestsPerSecond(1, () => engine.execute(frame)), end: () => engine.free() };
};
