/** Words that say nothing about what is looked for. */
const FILLERS = new Set(
  "a an and are be can do does for get how i if in is it its know me my of on or should so that the there this to use using want was what when where which why with work works you your".split(
    " ",
  ),
);

/** The words of a query or a question that carry its meaning, in lower case. */
export function wordsOf(question: string): string[] {
  const words = question.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const meaningful = words.filter((word) => !FILLERS.has(word));
  return meaningful.length > 0 ? meaningful : words;
}
