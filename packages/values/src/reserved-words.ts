/**
 * Words that the 3.x parser does not take as a name in every place, and those that begin a statement or a clause or
 * call a function. In lower case: the parser ignores the case of keywords. A test asks the parser.
 */
const reserved: ReadonlySet<string> = new Set(
  (
    "after all alter and as asc at before begin break by cancel commit content continue create define delete desc diff " +
    "drop else end explain false fetch field for from function if in index infinity info insert into is kill let limit live " +
    "merge nan none not null on only option or order parallel patch rand rebuild relate remove replace return select set " +
    "show sleep split start then throw timeout to true ulid unset update upsert use uuid value values version where with"
  ).split(" "),
);

/**
 * Tells whether a word must be quoted to be a name.
 *
 * @internal
 */
export function isReserved(word: string): boolean {
  return reserved.has(word.toLowerCase());
}
