/** One example of a document that promises to run: a fence marked `ts run`. */
export interface Example {
  /** The document, from the root of the repository. */
  readonly document: string;
  /** The line of the fence, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/** Finds the examples of a Markdown document that promise to run. */
export function findExamples(document: string, markdown: string): Example[] {
  const lines = markdown.split("\n");
  return lines.flatMap((text, index) => {
    if (text.trim() !== "```ts run") return [];
    const end = lines.findIndex((each, at) => at > index && each.trim() === "```");
    return [{ document, line: index + 1, code: lines.slice(index + 1, end).join("\n") }];
  });
}

const shown = /^(\s*)(?:(const|let) (\w+) = )?(.+?);\s*\/\/ => (.+)$/;

/**
 * The program of an example: every `expression; // => value` in it becomes a comparison. Where a line names its value,
 * `const name = expression; // => value`, the name is compared.
 *
 * @param compare - the module that exports `same`
 */
export function toProgram({ code }: Example, compare: string): string {
  const lines = code.split("\n").map((line) => {
    const match = shown.exec(line);
    if (match === null) return line;
    const [, indent, kind, name, expression, value] = match;
    if (kind === undefined) return `${indent}same(${expression}, ${value});`;
    return `${indent}${kind} ${name} = ${expression}; same(${name}, ${value});`;
  });
  return [`import { same } from ${JSON.stringify(compare)};`, ...lines, ""].join("\n");
}
