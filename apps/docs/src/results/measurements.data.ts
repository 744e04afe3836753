// Read when the site is built: what was measured.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type MeasuredSection, readMeasurements } from "./measurements.ts";

/** What VitePress puts in the place of this module. */
export declare const data: Readonly<Record<string, MeasuredSection>>;

const results = fileURLToPath(new URL("../../../bench/RESULTS.md", import.meta.url));

// No `watch`: VitePress would look for the file in all folders of the repository.
export default {
  load: (): Record<string, MeasuredSection> => readMeasurements(readFileSync(results, "utf8")),
};
