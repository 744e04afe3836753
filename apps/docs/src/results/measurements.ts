/** One row of a table of RESULTS.md that compares this SDK with another program. */
export interface Measurement {
  readonly what: string;
  /** With its unit, as written: `780 /s`. */
  readonly ours: string;
  /** The other program: `official`, `ws`. */
  readonly peer: string;
  /** With its unit, as written. */
  readonly theirs: string;
  /** Above 1, this SDK is better. */
  readonly ratio: number;
  /** The ratio that was aimed at, if one was. */
  readonly goal: number | undefined;
}

/** The comparisons of a section. */
export interface MeasuredSection {
  /** The day of the measurement: `2026-11-21`. */
  readonly date: string;
  readonly rows: readonly Measurement[];
}

const SECTION = /<!-- ([\w-]+) -->\n([\s\S]*?)<!-- \/\1 -->/g;
const ROW = /^\| (.+?) \| (.+?) \| (.+?) (-?[\d,.]+ .+?) \| ([\d.]+) \[.*?\] \| (?:≥ ([\d.]+))? ?\|/gm;

/** The comparisons in RESULTS.md, by the name of their section. Rows without another program are left out. */
export function readMeasurements(results: string): Record<string, MeasuredSection> {
  const sections = [...results.matchAll(SECTION)].map(([, name = "", text = ""]) => [name, sectionOf(text)] as const);
  return Object.fromEntries(sections.filter(([, { rows }]) => rows.length > 0));
}

function sectionOf(text: string): MeasuredSection {
  const rows = [...text.matchAll(ROW)].map(([, what = "", ours = "", peer = "", theirs = "", ratio, goal]) => ({
    what: plain(what),
    ours: plain(ours),
    peer: plain(peer),
    theirs,
    ratio: Number(ratio),
    goal: goal === undefined ? undefined : Number(goal),
  }));
  return { date: text.slice(0, "2026-11-21".length), rows };
}

const plain = (text: string): string => text.replaceAll("`", "");
