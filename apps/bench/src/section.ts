import { ratios, type Spread, spreadOf } from "./statistics.ts";

/** What a part of the benchmark has found, as it stands in the results. */
export interface Section {
  readonly rows: readonly Row[];
  /** Where the time goes, one line for each scenario that was profiled. */
  readonly accounts?: readonly string[];
  /** What those lines tell, where it is something else. */
  readonly accountsOf?: string;
  /** More tables, in Markdown. */
  readonly more?: string;
}

/** A line of a section's table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly goal: string;
  /** Absent where there is no goal. */
  readonly reached: boolean | undefined;
}

/** Two who did the same, round by round. */
export interface Comparison {
  readonly what: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Who they are. */
  readonly peer: string;
  readonly unit: string;
  /** The least that ours divided by theirs is to be; without one it only tells where the limit is. */
  readonly goal?: number;
  /** Less is better; the ratio is theirs divided by ours then. */
  readonly less?: boolean;
}

export function compared({ what, ours, theirs, peer, unit, goal, less = false }: Comparison): Row {
  const ratio = spreadOf(less ? ratios(theirs, ours) : ratios(ours, theirs));
  return {
    what,
    ours: `${short(spreadOf(ours).median)} ${unit}`,
    peer: `${peer} ${short(spreadOf(theirs).median)} ${unit}`,
    ratio: spreadText(ratio),
    goal: goal === undefined ? "" : `≥ ${goal}`,
    reached: goal === undefined ? undefined : ratio.median >= goal,
  };
}

/** A figure with a bound of its own. */
export interface Measurement {
  readonly what: string;
  readonly figures: readonly number[];
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export function measured({ what, figures, unit, atLeast, atMost }: Measurement): Row {
  const spread = spreadOf(figures);
  const ours = figures.length > 1 ? spreadText(spread) : short(spread.median);
  const goal = atLeast !== undefined ? `≥ ${short(atLeast)} ${unit}` : `≤ ${short(atMost ?? 0)} ${unit}`;
  const reached = atLeast !== undefined ? spread.median >= atLeast : spread.median <= (atMost ?? 0);
  return { what, ours: `${ours} ${unit}`, peer: "", ratio: "", goal, reached };
}

/** Three digits tell all that such a figure is worth. */
export function short(figure: number): string {
  if (Math.abs(figure) >= 1_000) return Math.round(figure).toLocaleString("en-US");
  return String(Number(figure.toPrecision(3)));
}

function spreadText({ median, lower, upper }: Spread): string {
  return `${short(median)} [${short(lower)}–${short(upper)}]`;
}
