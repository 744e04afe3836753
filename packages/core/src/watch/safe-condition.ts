/** Comparisons, logic, fields and parameters; nothing that computes. */
const plain = /^(?:[\w\s$.,()[\]=!<>?*]|&&|\|\|)*$/;
/** A search index is needed for these. */
const knn = /<\|/;
/** `*` beside `[*]`, `.*` and the operator `*=`. */
const multiplication = /(?:^|[^.[])\*(?!=)/;
/** `<int>`, `<option<int>>`: of a value that cannot be converted it fails. */
const cast = /<\s*[a-z]\w*\s*[<>]/i;
/** Words before a parenthesis that are no calls. */
const operators = "and|or|not|in|is|inside|notinside|allinside|anyinside|noneinside|contains\\w*|outside|intersects";
const call = new RegExp(`(?:^|[^\\w$])(?!(?:${operators})\\b)[\\w]+\\s*\\(`, "i");
const statement =
  /\b(?:select|if|let|return|throw|create|update|upsert|delete|insert|relate|define|remove|live|kill|for|info|show|use|function)\b/i;
const computing: readonly RegExp[] = [knn, multiplication, cast, call, statement];

/**
 * Whether a condition cannot fail, for any record. An error in the condition of a live query fails the *writes* of all
 * clients on SurrealDB 3, so a condition with a function, a cast or an arithmetic operator stays out of it.
 *
 * @internal
 */
export function cannotFail(condition: string): boolean {
  return plain.test(condition) && !computing.some((pattern) => pattern.test(condition));
}
