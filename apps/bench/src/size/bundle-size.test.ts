import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { bundle } from "./bundle.ts";
import { asyncClient, queriesAlone, recordIdAlone } from "./programs.ts";

describe("the size of bundles for the browser", () => {
  it.each([
    { what: "the async client with WebSocket and HTTP", source: asyncClient, budget: 98_500 },
    // Its parse reads every value that may lie in an id, and a static method always comes with its class: half is theirs.
    { what: "RecordId alone", source: recordIdAlone, budget: 12_570 },
  ])("keeps $what within its budget", async ({ source, budget }) => {
    const { size } = await bundle(source);
    expect(size).toBeLessThanOrEqual(budget);
    // A budget that is far away from what is bundled guards nothing.
    expect(size).toBeGreaterThan(budget * 0.85);
  });

  it("takes nothing of another platform into a browser's bundle", async () => {
    const modules = [...(await bundle(asyncClient)).modules.keys()];
    const foreign = /node_modules\/(ws|undici|@surrealdb)\/|engine-embedded|packages\/blocking|-node\.js$|cbor-x\.js$/;
    expect(modules.filter((path) => foreign.test(path))).toEqual([]);
  });

  it("takes no live query code into a program that connects and queries alone", async () => {
    const modules = [...(await bundle(queriesAlone)).modules.keys()];
    expect(modules.filter((path) => /core\/dist\/query\/run-query/.test(path))).toHaveLength(1);
    expect(modules.filter((path) => /core\/dist\/live\//.test(path))).toEqual([]);
  });
});

it("errors keep their names in a bundle whose classes have lost theirs", async () => {
  const { text } = await bundle(`
    import { AsyncSurreal, ConnectionUnavailableError, NotFoundError, ServerError, TransportError } from "surreal-sdk/async";
    class Mine extends TransportError {}
    let refused;
    try { AsyncSurreal("nothing://here"); } catch (error) { refused = error; }
    const found = new NotFoundError({ kind: "NotFound", message: "none", code: 0 });
    export const seen = [
      ConnectionUnavailableError.name === "ConnectionUnavailableError",
      refused.name, found.name, found instanceof ServerError, new Mine("mine").name === Mine.name,
    ];`);
  const folder = mkdtempSync(join(tmpdir(), "minified-"));
  try {
    const file = join(folder, "bundle.mjs");
    writeFileSync(file, text);
    const { seen } = (await import(pathToFileURL(file).href)) as { seen: unknown };
    expect(seen).toEqual([false, "UnsupportedEngineError", "NotFoundError", true, true]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
