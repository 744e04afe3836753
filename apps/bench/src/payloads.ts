/** The value classes that a payload is made of: ours, or the official SDK's. */
export interface Classes {
  recordId(table: string, id: number): unknown;
  datetime(date: Date): unknown;
  decimal(text: string): unknown;
  uuid(text: string): unknown;
}

/** What is encoded and decoded, by name. */
export const payloads: Readonly<Record<string, (classes: Classes) => unknown>> = {
  records: (classes) => Array.from({ length: 1_000 }, (_, index) => row(classes, index)),
  request: () => ({
    id: "0000000000a1",
    method: "query",
    params: ["SELECT * FROM user WHERE age > $min LIMIT 10", { min: 18, name: "John" }],
  }),
  floats: () =>
    Array.from({ length: 100 }, (_, vector) =>
      Array.from({ length: 1_024 }, (_, index) => Math.sin(vector * 1_024 + index)),
    ),
  "strings-1k": () => Array.from({ length: 1_000 }, (_, index) => `${index} `.padEnd(1_024, "lorem ipsum ")),
  "string-1m": () => "lorem ipsum dolor ".repeat(58_255),
  "text-1m": () => "Grüße aus Łódź – 東京 ".repeat(36_000),
  "bytes-1m": () => Uint8Array.from({ length: 1_048_576 }, (_, index) => index * 31),
};

/** A record of ten fields, as an application may have it. */
function row(classes: Classes, index: number): Record<string, unknown> {
  const hex = index.toString(16).padStart(12, "0");
  return {
    id: classes.recordId("user", index),
    name: `User number ${index}`,
    email: `user${index}@example.com`,
    age: 18 + (index % 60),
    score: index * 0.37,
    active: index % 3 === 0,
    created: classes.datetime(new Date(1_700_000_000_000 + index * 1_000)),
    balance: classes.decimal(`${index}.25`),
    token: classes.uuid(`018f2c6e-7a10-7000-8000-${hex}`),
    address: {
      city: "Berlin",
      zip: 10_000 + index,
      tags: ["a", "b", index],
      owner: classes.recordId("team", index % 7),
    },
  };
}
