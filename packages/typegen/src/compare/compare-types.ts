import { headerStart } from "../print/generate-types.ts";

/**
 * Compares a file with what would be generated. The first line, which says how the file was made, does not count.
 *
 * @returns the differences, declaration by declaration; none when the file is up to date
 */
export function compareTypes(committed: string, generated: string): string[] {
  const [before, after] = [committed, generated].map((text) => declarationsOf(text)) as [Declarations, Declarations];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const lines = changedLines(before.get(name) ?? [], after.get(name) ?? []);
    return lines.length === 0 ? [] : [name, ...lines];
  });
}

/** Whether a text is a generated file. */
export function isGenerated(text: string): boolean {
  return text.startsWith(headerStart);
}

type Declarations = ReadonlyMap<string, readonly string[]>;

/** The lines of a file, by the interface or the import that they belong to. */
function declarationsOf(text: string): Declarations {
  const found = new Map<string, string[]>();
  let name = "";
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    if (line.startsWith(headerStart) || line === "") continue;
    if (!line.startsWith(" ") && !line.startsWith("}")) name = nameOf(line, name);
    found.set(name, [...(found.get(name) ?? []), line]);
  }
  return found;
}

/** A comment belongs to the declaration before it; that does not matter for showing what differs. */
function nameOf(line: string, before: string): string {
  const words = line.split(" ");
  if (words[0] === "import") return "import";
  return words[0] === "export" ? `${words[1]} ${words[2]}` : before;
}

/** The lines that are only in one of two lists, in their order: the longest common part is left out. */
function changedLines(before: readonly string[], after: readonly string[]): string[] {
  const lengths = commonLengths(before, after);
  const changed: string[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    if (left < before.length && before[left] === after[right]) {
      left += 1;
      right += 1;
    } else if (
      right === after.length ||
      (left < before.length && at(lengths, left + 1, right) >= at(lengths, left, right + 1))
    ) {
      changed.push(`- ${before[left++]}`);
    } else changed.push(`+ ${after[right++]}`);
  }
  return changed;
}

function at(lengths: readonly (readonly number[])[], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0;
}

/** The length of the longest common part of what begins at each pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      const row = lengths[left] as number[];
      row[right] =
        before[left] === after[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), at(lengths, left, right + 1));
    }
  }
  return lengths;
}
