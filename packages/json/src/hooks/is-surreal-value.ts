import { valueKind } from "@surreal-sdk/values";

/** Whether the value is an instance of one of the SDK's classes: what other serializers do not know. */
export function isSurrealValue(value: unknown): value is object {
  return valueKind(value) !== undefined;
}
