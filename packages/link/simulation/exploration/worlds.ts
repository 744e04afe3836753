import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { LinkOptions } from "../../src/machine/link-options.ts";
import { everything } from "../scripted-engine.ts";
import type { Action } from "./actions.ts";
import * as actions from "./actions.ts";

/** A part of what can happen, small enough to be gone through. */
export interface Part {
  readonly name: string;
  readonly actions: readonly Action[];
  readonly options: LinkOptions;
  readonly capabilities: EngineCapabilities;
}

/** Everything takes whole seconds, so that moments meet as often as they can. */
const options: LinkOptions = {
  connectTimeout: 2_000,
  closeTimeout: 1_000,
  heartbeat: false,
  reconnect: { attempts: 2, minDelay: 2_000, maxDelay: 2_000 },
  offlineQueue: { requests: 1, bytes: 1_000_000 },
  maxMessageBytes: 1_000_000,
  headers: {},
};
const { time, requests, cancels, connects, closes, openings, answers, cuts, restoring } = actions;
const basic = [...requests, ...cancels, ...connects, ...closes, ...openings, ...answers, ...cuts, time];

export const parts: readonly Part[] = [
  part("one request at a time", [actions.loneRequest, ...openings, ...answers, ...cuts, ...closes, ...connects, time]),
  part("requests", basic),
  part("no queue while reconnecting", basic, { offlineQueue: false }),
  part("no reconnecting", basic, { reconnect: false }),
  part("a queue of two", basic, { offlineQueue: { requests: 2, bytes: 1_000_000 } }),
  part("heartbeat and oddities", [...basic, ...actions.life, ...actions.oddities, ...actions.orphans], {
    heartbeat: { idle: 2_000, wait: 1_000 },
  }),
  part("restoring", [...basic, ...restoring]),
  part("transactions", [...basic, ...actions.transactions]),
  part("streamed queries", [...basic, ...actions.streams]),
  part("callbacks that call", [...basic, ...actions.reactions]),
  part("haste", [...basic, ...actions.hastily([...requests, ...connects, ...closes, ...openings, ...cuts])]),
  part("standing still", [...basic, ...actions.sleep], { heartbeat: { idle: 2_000, wait: 1_000 } }),
  part("a peer that takes no bytes", [...basic, ...actions.congestion]),
  part("one exchange for each request", [...basic, ...actions.failures], {}, { stateful: false }),
  part("a database in this process", basic, {}, { reconnect: false }),
  part("all at once", [
    ...basic,
    ...restoring,
    ...actions.life,
    ...actions.oddities,
    ...actions.orphans,
    ...actions.transactions,
    ...actions.streams,
  ]),
];

function part(
  name: string,
  what: readonly Action[],
  changed: Partial<LinkOptions> = {},
  capabilities: Partial<EngineCapabilities> = {},
): Part {
  return {
    name,
    actions: what,
    options: { ...options, ...changed },
    capabilities: { ...everything, ...capabilities },
  };
}
