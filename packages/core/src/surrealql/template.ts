import { tokensOf } from "@surreal-sdk/transport/toolkit";

/** What is known of the text of a template without its values. */
export interface Template {
  /** Nothing but spaces: its value is all of it. */
  readonly isBlank: boolean;
  /** The values, by index, that stand inside of quotes. */
  readonly quoted: ReadonlySet<number>;
  /** Whether what follows the template would be part of a comment. */
  readonly endsInComment: boolean;
}

/** A template is the same object at every call: it is read once. */
const known = new WeakMap<readonly string[], Template>();

/**
 * Reads the text of a template.
 *
 * @internal
 */
export function readTemplate(strings: readonly string[]): Template {
  const found = known.get(strings);
  if (found !== undefined) return found;
  const template = read(strings);
  known.set(strings, template);
  return template;
}

/** Stands for a value while the text is read: a word. */
const placeholder = "_";

function read(strings: readonly string[]): Template {
  const text = strings.join(placeholder);
  const places = placesOf(strings);
  const quoted = new Set<number>();
  let endsInComment = false;
  let index = 0;
  for (const { kind, start, end, isOpen } of tokensOf(text)) {
    endsInComment = kind === "comment" && isOpen && !text.startsWith("/*", start);
    while (index < places.length && (places[index] as number) < end) {
      if (kind === "string" || kind === "name") quoted.add(index);
      index += 1;
    }
  }
  return { isBlank: text.replace(placeholder, "").trim() === "", quoted, endsInComment };
}

/** Where in the text each value stands. */
function placesOf(strings: readonly string[]): number[] {
  const places: number[] = [];
  let length = 0;
  for (const string of strings.slice(0, -1)) {
    length += string.length;
    places.push(length);
    length += placeholder.length;
  }
  return places;
}
