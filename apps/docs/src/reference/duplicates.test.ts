import { expect, it } from "vitest";
import { withoutDuplicates } from "./duplicates.ts";

const pages = new Map([
  ["surreal-sdk/index.md", "[RecordId](classes/RecordId.md)"],
  ["surreal-sdk/classes/RecordId.md", "[Engine](../../@surreal-sdk/transport/interfaces/Engine.md#open)"],
  ["surreal-sdk/interfaces/Engine.md", "itself"],
  ["@surreal-sdk/values/index.md", "[RecordId](classes/RecordId.md) [quote](functions/quote.md)"],
  ["@surreal-sdk/values/classes/RecordId.md", "the same"],
  ["@surreal-sdk/values/functions/quote.md", "[RecordId](../classes/RecordId.md)"],
  ["@surreal-sdk/transport/interfaces/Engine.md", "the same"],
  ["@surreal-sdk/schema/interfaces/Engine.md", "another"],
]);

it("what a part shares with the whole SDK has one page, and every link leads there", () => {
  expect([...withoutDuplicates(pages)]).toEqual([
    ["surreal-sdk/index.md", "[RecordId](classes/RecordId.md)"],
    ["surreal-sdk/classes/RecordId.md", "[Engine](../interfaces/Engine.md#open)"],
    ["surreal-sdk/interfaces/Engine.md", "itself"],
    ["@surreal-sdk/values/index.md", "[RecordId](../../surreal-sdk/classes/RecordId.md) [quote](functions/quote.md)"],
    ["@surreal-sdk/values/functions/quote.md", "[RecordId](../../../surreal-sdk/classes/RecordId.md)"],
    ["@surreal-sdk/schema/interfaces/Engine.md", "another"],
  ]);
});
