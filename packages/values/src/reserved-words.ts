/**
 * The words that the 3.x parser does not accept as a name in some position where a name may stand, since they begin a
 * statement, a literal or a clause there. In lower case, since the parser ignores the case of keywords; all other
 * keywords are valid names.
 */
const reserved: ReadonlySet<string> = new Set(
  (
    "access after alter and before begin break by cancel commit continue create define delete diff explain " +
    "false for from function if infinity info insert kill let live nan none null on only option overwrite rand " +
    "rebuild relate remove return select show sleep table tb throw true update upsert use value"
  ).split(" "),
);

/**
 * Reports whether a word must be quoted to be a name.
 *
 * @internal
 */
export function isReserved(word: string): boolean {
  return reserved.has(word.toLowerCase());
}
