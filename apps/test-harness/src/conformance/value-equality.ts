import { equals, valueKind } from "surreal-sdk";
import { expect } from "vitest";

/** Makes `toEqual` compare SurrealDB's types by what they mean: their fields are private, and would all look alike. */
export function compareValuesByMeaning(): void {
  expect.addEqualityTesters([
    (a, b) => (valueKind(a) === undefined && valueKind(b) === undefined ? undefined : equals(a, b)),
  ]);
}
