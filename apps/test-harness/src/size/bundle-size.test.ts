import { describe, expect, it } from "vitest";
import { bundle } from "./bundle.ts";
import { asyncClient, recordIdAlone } from "./programs.ts";

describe("the size of bundles for the browser", () => {
  it.each([
    { what: "the async client with WebSocket and HTTP", source: asyncClient, budget: 70_000 },
    { what: "RecordId alone", source: recordIdAlone, budget: 5 * 1024 },
  ])("keeps $what within its budget", async ({ source, budget }) => {
    const { size } = await bundle(source);
    expect(size).toBeLessThanOrEqual(budget);
    // A budget that is far away from what is bundled guards nothing.
    expect(size).toBeGreaterThan(budget * 0.85);
  });

  it("takes no engine of another platform into a browser's bundle", async () => {
    const modules = [...(await bundle(asyncClient)).modules.keys()];
    const foreign = /node_modules\/(ws|undici|@surrealdb)\/|engine-embedded|packages\/blocking/;
    expect(modules.filter((path) => foreign.test(path))).toEqual([]);
  });
});
