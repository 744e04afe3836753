import { AssertionError } from "node:assert";
import { equals } from "@surreal-sdk/values";

/** Fails unless two values are what the database would call equal. */
export function same(actual: unknown, expected: unknown): void {
  if (equals(actual, expected)) return;
  throw new AssertionError({ message: "The example shows another value than it gives.", actual, expected });
}
