import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { Bench } from "./bench.ts";
import type { EngineUnderTest } from "./engine-under-test.ts";

/** One behaviour that every engine must have. */
export interface Check {
  /** A sentence whose subject is the group's name. */
  readonly name: string;
  /** Whether it can be observed on this engine; omitted: on every engine. */
  readonly applies?: (subject: EngineUnderTest) => boolean;
  readonly run: (bench: Bench) => Promise<void>;
}

/** Related behaviours. */
export interface CheckGroup {
  readonly name: string;
  /** Whether the engine must have them; omitted: every engine must. */
  readonly applies?: (capabilities: EngineCapabilities) => boolean;
  readonly checks: readonly Check[];
}
