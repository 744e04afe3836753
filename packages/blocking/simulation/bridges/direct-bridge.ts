import { cborFraming } from "@surreal-sdk/codec";
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
      const config = { engine, endpoint, framing: cborFraming, options, listener, clock, random: chance };
      return { channel: createLink(config), capabilities: engine.capabilities, engineName: engine.name };
    },
  };
}
