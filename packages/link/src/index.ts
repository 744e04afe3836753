export type { Clock, ClockTimer } from "./clock.ts";
export { systemClock } from "./clock.ts";
export { createLink } from "./create-link.ts";
export type { JudgeReply, Link, LinkConfig, LinkDiagnostic, LinkListener, LinkOptions, Settle } from "./link.ts";
export type { ConnectionEvent, Effect, LinkEvent, Moment, ReplayEvent } from "./machine/events.ts";
export { LinkMachine } from "./machine/machine.ts";
export type { MachineConfig } from "./machine/machine-context.ts";
