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
 * Cuts SurrealQL into the texts of those statements that the database answers: all but COMMIT and CANCEL. It knows
 * texts, comments and brackets, and no more of the language: whoever uses it compares the count.
 */
export function statementTexts(surrealql: string): string[] {
  const statements: string[] = [];
  let depth = 0;
  let text = "";
  const end = (): void => {
    const statement = text.trim();
    text = "";
    if (statement !== "" && !/^(?:commit|cancel)\b/i.test(statement)) statements.push(statement);
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
