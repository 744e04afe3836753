import { statementsOf } from "@surreal-sdk/transport/toolkit";

const LONGEST = 90;

/** Titles for the answers of a query: its statements, where each has one answer, and their numbers otherwise. */
export function statementTitles(query: string, answers: number): string[] {
  const statements = statementsOf(query);
  return Array.from({ length: answers }, (_, index) => {
    const statement = statements.length === answers ? statements[index] : undefined;
    return statement === undefined ? `Statement ${index + 1}` : shortened(statement.replaceAll(/\s+/g, " "));
  });
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
