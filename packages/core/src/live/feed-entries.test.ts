import { RecordId, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { drive, wait } from "../operation/operation.ts";
import { type FeedEntry, readFeed } from "./feed-entries.ts";
import type { ReadThere } from "./live-catch-up.ts";

const id = Uuid.v7();
const record = new RecordId("user", "ada");
const before = { id: record, name: "Ada" };

/** The one entry of a feed with one change. */
function entryOf(
  change: object,
  original: boolean,
  versionstamp: bigint | number = 1n,
  from?: number,
): FeedEntry | undefined {
  const read: ReadThere = () => wait((resume) => resume.resolve([[{ versionstamp, changes: [change] }]]));
  let entries: readonly FeedEntry[] = [];
  drive(
    readFeed(read, { table: "user", original, id: () => id }, from === undefined ? { since: 0n } : { since: 0n, from }),
    {
      resolve: (read) => {
        entries = read;
      },
      reject: (error) => {
        throw error;
      },
    },
  );
  return entries[0];
}

describe("an entry of a change feed", () => {
  it.each([
    ["the record as it was", { delete: { id: record, original: before } }, true, before],
    ["its id alone, where the server tells no more", { delete: { id: record } }, false, { id: record }],
    ["its id alone, where there was nothing", { delete: { id: record, original: undefined } }, true, { id: record }],
  ])("of a deletion has %s", (_, change, original, result) => {
    expect(entryOf(change, original)?.change).toEqual({ id, action: "DELETE", record, result });
  });

  it.each([
    ["first", BigInt(Date.UTC(2026, 0, 1)) << 16n],
    ["last", (BigInt(Date.UTC(2026, 0, 1)) << 16n) | 0xffffn],
  ])("has the time of its stamp, which is the %s of its millisecond", (_, stamp) => {
    expect(entryOf({ update: before }, false, stamp)?.time).toBe(Date.UTC(2026, 0, 1));
  });

  it("is left out when it is older than the position", () => {
    const time = Date.UTC(2026, 0, 1);
    const stamp = BigInt(time) << 16n;
    expect(entryOf({ update: before }, false, stamp, time + 1)).toBeUndefined();
    expect(entryOf({ update: before }, false, stamp, time)?.time).toBe(time);
  });
});
