import { tokensOf } from "@surreal-sdk/transport/toolkit";

/** The facts about the text of a template without its values. */
export interface Template {
  /** Only spaces: its value is the whole text. */
  readonly isBlank: boolean;
  /** The indexes of the values inside quotes. */
  readonly quoted: ReadonlySet<number>;
  /** Whether text after the template would be part of a comment. */
  readonly endsInComment: boolean;
}

/** A template is the same object at every call: it is parsed once. */
const known = new WeakMap<readonly string[], Template>();

/**
 * Parses the text of a template.
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

/** Stands for a value while the text is parsed: a word. */
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

/** The position of each value in the text. */
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

/** What may begin a comment that ends with its line. */
const comment = /--|#|\/\//;

/**
 * Whether text that follows would be part of a comment.
 *
 * @internal
 */
export function endsInComment(text: string): boolean {
  if (!comment.test(text)) return false;
  let isComment = false;
  for (const { kind, start, isOpen } of tokensOf(text)) {
    isComment = kind === "comment" && isOpen && !text.startsWith("/*", start);
  }
  return isComment;
}
