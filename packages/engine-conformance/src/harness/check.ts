import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { Bench } from "./bench.ts";
import type { EngineUnderTest } from "./engine-under-test.ts";

/** One behaviour that an engine owes. */
export interface Check {
  /** A sentence whose subject is the group's name. */
  readonly name: string;
  /** Whether it can be seen on this engine; omitted: on every one. */
  readonly applies?: (subject: EngineUnderTest) => boolean;
  readonly run: (bench: Bench) => Promise<void>;
}

/** Behaviours that belong together. */
export interface CheckGroup {
  readonly name: string;
  /** Whether the engine owes them; omitted: every engine does. */
  readonly applies?: (capabilities: EngineCapabilities) => boolean;
  readonly checks: readonly Check[];
}
