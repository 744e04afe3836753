export type { Clock, ClockTimer } from "./clock.ts";
export { systemClock } from "./clock.ts";
export { createLink } from "./create-link.ts";
export type { Link, LinkConfig, LinkListener, Settle } from "./link.ts";
export type { ConnectionEvent, Effect, LinkEvent, Moment, ReplayEvent } from "./machine/events.ts";
export type { LinkDiagnostic } from "./machine/link-diagnostic.ts";
export type { LinkOptions } from "./machine/link-options.ts";
export { LinkMachine } from "./machine/machine.ts";
export type { MachineConfig } from "./machine/machine-context.ts";
