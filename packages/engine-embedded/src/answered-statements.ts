/**
 * The statements that the database answers: all except the COMMIT or CANCEL of a transaction that failed.
 *
 * @param hasFailed - whether the answer at an index is a failure, other than that its transaction was cancelled
 */
export function answeredStatements(statements: readonly string[], hasFailed: (index: number) => boolean): string[] {
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
