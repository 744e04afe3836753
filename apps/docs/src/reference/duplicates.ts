import { basename, dirname, join, relative } from "node:path/posix";

/** The pages of the reference: their text by their path. */
export type Pages = ReadonlyMap<string, string>;

const WHOLE = "surreal-sdk/";

/** The packages whose exports are those of `surreal-sdk`, for the most part. */
const PARTS = ["core", "async", "blocking", "values", "codec", "transport", "json"].map(
  (name) => `@surreal-sdk/${name}/`,
);

/** Leaves out what a part of the SDK shares with the whole: every link leads to the page of `surreal-sdk` instead. */
export function withoutDuplicates(pages: Pages): Map<string, string> {
  const whole = new Map<string, string>();
  for (const path of pages.keys()) if (path.startsWith(WHOLE)) whole.set(basename(path), path);
  const placeOf = (path: string): string => {
    const isPart = PARTS.some((start) => path.startsWith(start)) && basename(path) !== "index.md";
    return (isPart ? whole.get(basename(path)) : undefined) ?? path;
  };
  const kept = [...pages].filter(([path]) => placeOf(path) === path);
  return new Map(kept.map(([path, text]) => [path, relinked(text, path, placeOf)]));
}

const LINK = /\]\(([^)\s#:]+\.md)/g;

function relinked(text: string, page: string, placeOf: (path: string) => string): string {
  return text.replaceAll(LINK, (link, target: string) => {
    const path = join(dirname(page), target);
    const place = placeOf(path);
    return place === path ? link : `](${relative(dirname(page), place)}`;
  });
}
