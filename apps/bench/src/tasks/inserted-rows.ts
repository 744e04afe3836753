/** What is inserted: so many records, each with the id that `recordId` makes of its number. */
export function insertedRows(count: number, recordId: (index: number) => unknown): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    id: recordId(index),
    name: `User ${index}`,
    age: index % 80,
    tags: ["a", "b", `${index}`],
    address: { city: "Berlin", zip: 10_000 + index },
  }));
}
