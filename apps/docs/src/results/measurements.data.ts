// Read when the site is built: what was measured.
import { readFileSync } from "node:fs";
import { type MeasuredSection, readMeasurements } from "./measurements.ts";

/** What VitePress puts in the place of this module. */
export declare const data: Readonly<Record<string, MeasuredSection>>;

export default {
  watch: ["../../../bench/RESULTS.md"],
  load: ([file = ""]: readonly string[]) => readMeasurements(readFileSync(file, "utf8")),
};
