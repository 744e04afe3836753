import { CborCodec, cborFraming } from "@surreal-sdk/codec";
import { versionJudge } from "@surreal-sdk/core";
import { createLink } from "@surreal-sdk/link";
import type { Random, VirtualClock } from "@surreal-sdk/link/simulation";
import type { Engine } from "@surreal-sdk/transport";
import type { Bridge } from "./simulated-runtime.ts";

/** The link in the same thread, as asynchronous connections have it. */
export function directBridge(engine: Engine, clock: VirtualClock, random: Random): Bridge {
  return {
    enter: () => undefined,
    leave: () => undefined,
    open: (endpoint, options, listener) => {
      const chance = (): number => random.next();
      const judge = versionJudge(new CborCodec());
      const config = { engine, endpoint, framing: cborFraming, options, listener, judge, clock, random: chance };
      return { channel: createLink(config), capabilities: engine.capabilities, engineName: engine.name };
    },
  };
}
