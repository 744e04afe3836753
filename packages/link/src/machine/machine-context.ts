import type { EngineCapabilities, Framing } from "@surreal-sdk/transport";
import type { Entry } from "./entry.ts";
import type { Effect, Emit, Moment } from "./events.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { JudgeReply } from "./judge-reply.ts";
import type { LinkOptions } from "./link-options.ts";
import { Orphans } from "./orphans.ts";
import { Requests } from "./requests.ts";
import { Restoring } from "./restoring.ts";

/** The configuration of a machine. */
export interface MachineConfig {
  readonly capabilities: EngineCapabilities;
  readonly framing: Framing;
  readonly options: LinkOptions;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** See `LinkConfig.verdictTimeout`. */
  readonly verdictTimeout?: number | undefined;
  /** See `LinkConfig.judge`. */
  readonly judge?: JudgeReply | undefined;
}

/** What the parts of one machine share. */
export interface MachineContext extends MachineConfig {
  readonly requests: Requests;
  readonly restoring: Restoring;
  readonly orphans: Orphans<Entry>;
  /** Absent where the connection needs none. */
  readonly heartbeat: Heartbeat | undefined;
  readonly emit: Emit;
  /** When the current event happened. */
  moment: Moment;
  /** The effects of the current event so far. */
  effects: Effect[];
}

export function createMachineContext(config: MachineConfig): MachineContext {
  const { capabilities, options, framing } = config;
  const emit: Emit = (effect) => void parts.effects.push(effect);
  // An undeclared capability counts as absent.
  const rhythm = capabilities.reconnect && capabilities.stateful ? options.heartbeat : false;
  const parts: MachineContext = {
    ...config,
    requests: new Requests(emit, framing.idLength, capabilities.stateful),
    restoring: new Restoring(),
    orphans: new Orphans<Entry>(),
    heartbeat: rhythm === false ? undefined : new Heartbeat(rhythm),
    emit,
    moment: { now: 0, buffered: 0 },
    effects: [],
  };
  return parts;
}
