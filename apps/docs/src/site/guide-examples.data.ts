// Read when the site is built: the programs of the guide, for the playground.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type GuideExample, guideExamples } from "./guide-examples.ts";
import { menu } from "./menu.ts";

/** What VitePress puts in the place of this module. */
export declare const data: readonly GuideExample[];

const order = menu.flatMap(({ items }) => items.map(({ link }) => link));
const place = (file: string): number => order.indexOf(`/guide/${basename(file, ".md")}`);

export default {
  watch: ["../../index.md", "../../guide/*.md"],
  load(files: readonly string[]): GuideExample[] {
    const sorted = [...files].sort((a, b) => place(a) - place(b));
    return sorted.flatMap((file) => guideExamples(basename(file, ".md"), readFileSync(file, "utf8")));
  },
};
