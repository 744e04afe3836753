/** What the programs print where everything holds: a line for each step. */
export const everything: Readonly<Record<string, string>> = {
  query: "2",
  record: "Delft",
  "failed statement": "ThrownError",
  transaction: "2",
  "live query": "CREATE",
  export: "true",
  close: "ConnectionClosedError",
};

/** Over HTTP there are no transactions, and no live queries. */
export const overHttp: Readonly<Record<string, string>> = {
  ...everything,
  transaction: "UnsupportedFeatureError",
  "live query": "UnsupportedFeatureError",
};

/** The lines that a program prints for its steps. */
export function lines(steps: Readonly<Record<string, string>>): string {
  return Object.entries(steps)
    .map(([step, outcome]) => `${step}: ${outcome}\n`)
    .join("");
}
