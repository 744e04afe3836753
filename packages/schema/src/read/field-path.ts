import { tokensOf, unquote } from "@surreal-sdk/values";

/**
 * Splits the path of a field outside of quotes: `` `a.b`.c `` has two parts. Every element, `[*]` or `*`, and any single
 * one, `[0]`, becomes `"*"`, unquoted names only: a field that is called `*` is not an element.
 */
export function splitPath(path: string): PathPart[] {
  const parts: PathPart[] = [];
  for (const { kind, start, end } of tokensOf(path)) {
    const text = path.slice(start, end);
    const isIndex = path[start - 1] === "[";
    if (kind === "name") parts.push({ name: unquote(text) ?? text, isElement: false });
    else if (kind === "word") parts.push(isIndex ? element : { name: text, isElement: false });
    else if (text === "*" || text === "$") parts.push(element);
  }
  return parts;
}

/** A name in a path, or every element of a list or an object. */
export interface PathPart {
  readonly name: string;
  readonly isElement: boolean;
}

const element: PathPart = { name: "*", isElement: true };
