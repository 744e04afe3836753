/** The width that lines are kept to where unions can be split. */
const width = 120;

/** One level of indentation. */
export const step = "  ";

/** Writes the key of an object type: as it is, or in quotes where it is no identifier. */
export function keyText(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}

/** Whether a text is an identifier of TypeScript, of ASCII characters; keywords are. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

const reserved: ReadonlySet<string> = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if import in instanceof new null return super switch this throw true try typeof var void while with"
  ).split(" "),
);

/** The label of a member of a tuple: a reserved word cannot be one, and other names have no form. */
export function labelText(name: string, index: number): string {
  if (!isIdentifier(name)) return `argument${index + 1}`;
  return reserved.has(name) ? `${name}_` : name;
}

/** A union of types, each once, with null and undefined at its end. `unknown` covers all others. */
export function unionText(types: readonly string[]): string {
  const each = new Set(types.flatMap(topParts));
  if (each.has("unknown")) return "unknown";
  each.delete("never");
  for (const last of ["null", "undefined"]) if (each.delete(last)) each.add(last);
  return each.size === 0 ? "never" : [...each].join(" | ");
}

/** Puts a type into parentheses where it would otherwise bind differently in front of `[]`. */
export function operandText(type: string): string {
  return isSimple(type) ? type : `(${type})`;
}

function isSimple(type: string): boolean {
  return !type.startsWith("readonly ") && topParts(type).length === 1;
}

/** A line with a comment above it. Long unions are split, one member on each line. */
export function memberLines(start: string, type: string, indent: string, comment: readonly string[] = []): string[] {
  const line = `${indent}${start}: ${type};`;
  const lines = docLines(comment, indent);
  const members = topParts(type);
  if (line.length <= width || type.includes("\n") || members.length === 1) return [...lines, line];
  const last = members.length - 1;
  return [
    ...lines,
    `${indent}${start}:`,
    ...members.map((member, index) => `${indent}${step}| ${member}${index === last ? ";" : ""}`),
  ];
}

/** The members of a union, outside of brackets, quotes and comments. */
function topParts(type: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let inText = false;
  for (let at = 0; at < type.length; at += 1) {
    const character = type[at] as string;
    // The comment of a field inside: it may hold any bracket and quote.
    if (!inText && type.startsWith("/*", at)) at = type.indexOf("*/", at + 2) + 1;
    else if (character === "\\") at += 1;
    else if (character === '"') inText = !inText;
    else if (inText) continue;
    else if ("<([{".includes(character)) depth += 1;
    else if (">)]}".includes(character)) depth -= 1;
    else if (character === "|" && depth === 0) {
      parts.push(type.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, type.slice(from).trim()];
}

/** A comment of documentation. Its text cannot end it. */
export function docLines(comment: readonly string[], indent = ""): string[] {
  const lines = comment
    .flatMap((text) => text.split(/\r\n|[\n\r\u2028\u2029]/))
    .map((line) => line.replaceAll("*/", "*\\/").trim());
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}
