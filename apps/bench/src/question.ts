import { type Facts, numberFact, textFact } from "./contestant.ts";

/** What is asked in a round, again and again. */
export interface Question {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

/** The `text` of the facts, with `bytes` bytes as `$value` where they are wanted. */
export function questionOf(facts: Facts): Question {
  const bytes = numberFact(facts, "bytes", 0);
  const variables = bytes === 0 ? { min: 18, name: "John" } : { value: new Uint8Array(bytes).fill(7) };
  return { text: textFact(facts, "text"), variables };
}

/** A small question of about a hundred bytes. */
export const smallQuestion = "SELECT * FROM user WHERE age > $min LIMIT 10";

/** Statements that fill the table `row` with records of ten fields. Large statements take long out of proportion. */
export function filling(rows: number): string[] {
  const portion = 500;
  const statements: string[] = [];
  for (let first = 0; first < rows; first += portion) {
    const last = Math.min(rows, first + portion);
    statements.push(`INSERT INTO row (array::map(array::range(${first}, ${last}), |$i: int| ${oneRow})) RETURN NONE`);
  }
  return statements;
}

const oneRow = `{
  id: type::record("row", $i), name: "User number " + <string>$i, email: "user" + <string>$i + "@example.com",
  age: 18 + $i % 60, score: $i * 0.37f, active: $i % 3 = 0, created: d"2024-01-01T00:00:00Z" + 1s, balance: 12.25dec,
  token: u"018f2c6e-7a10-7000-8000-000000000001",
  address: { city: "Berlin", zip: 10000 + $i, tags: ["a", "b", $i], owner: team:1 }
}`;
