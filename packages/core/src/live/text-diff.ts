/** One piece of a text diff: the expected text, and its replacement. */
interface Hunk {
  /** Where it begins in the text that the previous hunks have produced, in code points. */
  readonly start: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Applies a text diff in the form that SurrealDB sends for the operation `change`: hunks with a header `@@ -7,13 +7,11
 * @@`, and lines that begin with a space (kept), a minus (removed) or a plus (inserted), percent-encoded. Positions
 * count code points from 1 on.
 *
 * @returns the new text; `undefined` when the diff does not fit this text.
 */
export function applyTextDiff(text: string, diff: string): string | undefined {
  const hunks = parse(diff);
  if (hunks === undefined) return undefined;
  let points = [...text];
  for (const { start, before, after } of hunks) {
    const expected = [...before];
    if (points.slice(start, start + expected.length).join("") !== before) return undefined;
    points = [...points.slice(0, start), ...after, ...points.slice(start + expected.length)];
  }
  return points.join("");
}

function parse(diff: string): Hunk[] | undefined {
  const hunks: Hunk[] = [];
  let current: { start: number; before: string; after: string } | undefined;
  for (const line of diff.split("\n")) {
    if (line === "") continue;
    const header = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@$/.exec(line);
    if (header !== null) {
      // A hunk that keeps nothing gives the index of the character after it, from 0 on.
      const start = header[2] === "0" ? Number(header[1]) : Number(header[1]) - 1;
      current = { start, before: "", after: "" };
      hunks.push(current);
      continue;
    }
    const content = decoded(line.slice(1));
    if (current === undefined || content === undefined || !" -+".includes(line[0] as string)) return undefined;
    if (line[0] !== "+") current.before += content;
    if (line[0] !== "-") current.after += content;
  }
  return hunks;
}

function decoded(content: string): string | undefined {
  try {
    return decodeURIComponent(content);
  } catch {
    return undefined;
  }
}
