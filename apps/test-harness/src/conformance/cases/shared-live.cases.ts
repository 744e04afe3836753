import { RecordId } from "surreal-sdk";
import { expect, it } from "vitest";
import { run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** Live queries across connections. */
export function sharedLiveCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it("a change by another connection is reported", async () => {
    await scratch.read("DEFINE TABLE user");
    const stream = await scratch.db.subscribeLive(await scratch.db.live("user"));
    const other = await scratch.another();
    await run(other.create("user:1", { n: 1 }));
    expect(await stream.next()).toMatchObject({ value: { action: "CREATE", record: new RecordId("user", 1) } });
  });

  it("a query killed from another connection ends quietly, and the mark of it is never given", async () => {
    await scratch.read("DEFINE TABLE user");
    const id = await scratch.db.live("user");
    const stream = await scratch.db.subscribeLive(id);
    const other = await scratch.another();
    await run(other.query("KILL $id", { id }));
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
}
