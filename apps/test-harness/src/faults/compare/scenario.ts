import type { FaultProxy } from "@surreal-sdk/test-server";
import type { ChildEnd } from "../kit/child.ts";
import type { FakeSurreal } from "../kit/fake-surreal.ts";

/** What a scenario has beside the client. */
export interface Stage {
  readonly server: FakeSurreal;
  readonly proxy: FaultProxy;
}

/** An elementary fault, the same for every client. */
export interface Scenario {
  readonly row: string;
  readonly fault: string;
  /** Sets the server up. Default: it behaves. */
  prepare?(stage: Stage): void;
  /** Where the client connects to. Default: the server. */
  url?(stage: Stage): string;
  /**
   * What the client does: the body of a module. It has `sdk` (open, query, tell …), `url` and `say(line)`.
   */
  readonly body: string;
  /** Called with each line that the client says, as soon as it says it. */
  heard?(stage: Stage, line: string): void;
  /** What went wrong, in a few words; `undefined` when nothing did. */
  judge(said: readonly string[], end: ChildEnd, stage: Stage): string | undefined;
}

/** A client under test, as the text that makes `sdk`. */
export interface Contestant {
  readonly name: string;
  readonly prelude: string;
  /** Flags for Node. */
  readonly flags: readonly string[];
}
