/** What may hold a semicolon without ending a statement by it: comments, texts, quoted names. */
const closed = [
  /(?:--|#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/,
  /"(?:[^"\\]+|\\[\s\S])*"?|'(?:[^'\\]+|\\[\s\S])*'?|`(?:[^`\\]+|\\[\s\S])*`?|⟨(?:[^⟩\\]+|\\[\s\S])*⟩?/,
];
/** The closed ones, what means nothing here, and single characters. */
const token = new RegExp(
  [...closed.map(({ source }) => source), String.raw`[^-#/"'\`⟨(){}[\];]+|[\s\S]`].join("|"),
  "g",
);
const comment = /^(?:--|#|\/\/|\/\*)/;

/**
 * Cuts SurrealQL into statements. It knows texts, comments and brackets, and no more of the language: whoever uses it
 * compares the count.
 */
export function statementTexts(surrealql: string): string[] {
  const statements: string[] = [];
  let depth = 0;
  let text = "";
  const end = (): void => {
    const statement = text.trim();
    text = "";
    if (statement !== "") statements.push(statement);
  };
  for (const [piece] of surrealql.matchAll(token)) {
    if (comment.test(piece)) continue;
    if ("({[".includes(piece)) depth += 1;
    else if (")}]".includes(piece)) depth -= 1;
    if (piece === ";" && depth === 0) end();
    else text += piece;
  }
  end();
  return statements;
}

/**
 * Those of the statements that the database answers: all but the COMMIT or CANCEL of a transaction that failed.
 *
 * @param hasFailed - whether the answer at an index is a failure, other than that its transaction was cancelled
 */
export function answeredTexts(statements: readonly string[], hasFailed: (index: number) => boolean): string[] {
  const answered: string[] = [];
  let transaction: "none" | "sound" | "broken" = "none";
  for (const statement of statements) {
    const isEnd = /^(?:commit|cancel)\b/i.test(statement);
    const isSilent = isEnd && transaction === "broken";
    if (isEnd) transaction = "none";
    else if (/^begin\b/i.test(statement)) transaction = "sound";
    else if (transaction === "sound" && hasFailed(answered.length)) transaction = "broken";
    if (!isSilent) answered.push(statement);
  }
  return answered;
}
