/** A query to begin with. */
export interface Example {
  readonly name: string;
  readonly query: string;
}

/** What the box offers; each runs on an empty database and again on its own leftovers. */
export const examples: readonly [Example, ...Example[]] = [
  {
    name: "People who know each other",
    query: `UPSERT person:ada SET name = "Ada", born = d"1815-12-10T00:00:00Z";
UPSERT person:grace SET name = "Grace", born = d"1906-12-09T00:00:00Z";
UPSERT person:mary SET name = "Mary", born = d"1780-12-26T00:00:00Z";
DEFINE TABLE IF NOT EXISTS knows TYPE RELATION;
DELETE knows;
RELATE person:mary->knows->person:ada SET since = 1833;
RELATE person:ada->knows->person:grace SET since = NONE;
SELECT * FROM person, knows;`,
  },
  {
    name: "A live query that ticks",
    query: `DEFINE TABLE IF NOT EXISTS reading;
LIVE SELECT * FROM reading;
CREATE reading SET celsius = rand::float(15, 25), at = time::now();
CREATE reading SET celsius = rand::float(15, 25), at = time::now();`,
  },
  {
    name: "Every type of value",
    query: `RETURN {
  none: NONE, "null": NULL, int: 42, large: 9007199254740993, float: 1.5, decimal: 1.10dec,
  text: "SurrealDB", moment: d"2026-01-01T00:00:00.123456789Z", span: 1h30m,
  uuid: rand::uuid(), record: person:ada, bytes: <bytes> "abc", range: 1..=5,
  place: { type: "Point", coordinates: [-0.118, 51.509] }, list: [1, 2, 3]
};`,
  },
  {
    name: "Errors, one for each statement",
    query: `CREATE person:ada;
CREATE person:ada;
RETURN 1 + "a";
THROW "enough";
RETURN "what comes after still runs";`,
  },
];
