/** The longest text of a query that is shown. Characters. */
const longest = 200;
/** A text literal in single or double quotes, to its end or to the end of the query; or a comment. */
const literal = /'(?:[^'\\]|\\.)*(?:'|\\?$)|"(?:[^"\\]|\\.)*(?:"|\\?$)/gs;

/**
 * The beginning of a query as errors show it: what stands in quotes may be a secret, such as the password of a
 * `DEFINE USER`, and is left out.
 *
 * @internal
 */
export function shownQuery(query: string): string {
  return query
    .slice(0, longest)
    .replace(literal, (text) => `${text[0]}…${text[0]}`)
    .slice(0, longest);
}
