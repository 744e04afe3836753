import type { RaceLength } from "./race.ts";
import type { Section } from "./section.ts";

/** What a run of the benchmark was asked for. */
export interface RunOptions extends RaceLength {
  /** 1 is the whole thing; less makes tables, counts and messages that much smaller. */
  readonly scale: number;
  /** Whether to say where the time goes. */
  readonly profile: boolean;
}

/** Why a part did not run: what it needs is not on this machine. */
export interface LeftOut {
  readonly leftOut: string;
}

/** One part of the benchmark. */
export interface Part {
  readonly title: string;
  run(options: RunOptions): Promise<Section | LeftOut>;
}

/** A count at the scale of the run. */
export function scaled(count: number, { scale }: RunOptions): number {
  return Math.max(1, Math.round(count * scale));
}
