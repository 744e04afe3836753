import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { bundle, shortErrors } from "./bundle.ts";
import { features } from "./features.ts";
import { fullClient, liteClient } from "./imports.ts";
import { queriesAlone, recordIdAlone } from "./programs.ts";
import { measureImports, readSizeTable, sizePage } from "./size-table.ts";

const asyncClient = fullClient.source;

describe("the size of bundles for the browser", () => {
  it.each([
    { what: "the async client with WebSocket and HTTP", source: asyncClient, budget: 110_950 },
    { what: "the lite client with WebSocket", source: liteClient.source, budget: 75_800 },
    // Its parse reads every value that may lie in an id, and a static method always comes with its class: half is theirs.
    { what: "RecordId alone", source: recordIdAlone, budget: 13_000 },
  ])("keeps $what within its budget", async ({ source, budget }) => {
    const { size } = await bundle(source);
    expect(size).toBeLessThanOrEqual(budget);
    // A budget that is far away from what is bundled guards nothing.
    expect(size).toBeGreaterThan(budget * 0.85);
  });

  it.each([
    { what: "the async client", source: asyncClient, budget: 99_800 },
    { what: "the lite client", source: liteClient.source, budget: 67_750 },
  ])("keeps $what with short messages within its budget", async ({ source, budget }) => {
    const { size, modules } = await bundle(source, [shortErrors]);
    expect(size).toBeLessThanOrEqual(budget);
    expect(size).toBeGreaterThan(budget * 0.85);
    const whole = [...modules.keys()].filter((path) => /packages\/.*\/dist\/(?!short\/)/.test(path));
    expect(whole).toEqual([]);
  });

  it("takes nothing of another platform into a browser's bundle", async () => {
    const modules = [...(await bundle(asyncClient)).modules.keys()];
    const foreign = /node_modules\/(ws|undici|@surrealdb)\/|engine-embedded|packages\/blocking|-node\.js$|cbor-x\.js$/;
    expect(modules.filter((path) => foreign.test(path))).toEqual([]);
  });

  it("takes into the lite client no feature that is a function", async () => {
    const modules = [...(await bundle(liteClient.source)).modules.keys()];
    const features =
      /core\/dist\/(live|watch|transfer|client|functions)\/|engine-http\/|query\/(rows|streamed-query|loader|files)\.|session\/(session-operations|transaction-operations)\./;
    expect(modules.filter((path) => /core\/dist\/lite\/lite-connection/.test(path))).toHaveLength(1);
    expect(modules.filter((path) => features.test(path))).toEqual([]);
  });

  it("is what the guide says", async () => {
    const page = readFileSync(new URL(`../../../../${sizePage}`, import.meta.url), "utf8");
    const [shown, measured] = [readSizeTable(page), await measureImports()];
    expect(shown.map(({ what, isAddition }) => [what, isAddition])).toEqual(
      measured.map(({ what, isAddition }) => [what, isAddition]),
    );
    // `npm run sizes` writes it; small changes need no new page.
    const different = measured.filter(
      ({ kilobytes, short }, index) =>
        Math.abs(kilobytes - (shown[index]?.kilobytes ?? 0)) > 1 || Math.abs(short - (shown[index]?.short ?? 0)) > 1,
    );
    expect(different).toEqual([]);
  });

  it("is accounted for by features that have modules, each of which belongs to one of them", async () => {
    const modules = [...(await bundle(asyncClient)).modules.keys()].map((path) => `/${path}`);
    const without = features.filter((feature) => !modules.some((path) => feature.modules.test(path)));
    expect(without).toEqual([]);
    const shared = modules.filter((path) => features.filter((feature) => feature.modules.test(path)).length > 1);
    expect(shared).toEqual([]);
  });

  it("is smaller without a module, whose names stay", async () => {
    const geometries = features.filter(({ what }) => what === "geometries")[0]?.modules;
    const [whole, rest] = [await bundle(asyncClient), await bundle(asyncClient, [], geometries)];
    expect(whole.size - rest.size).toBeGreaterThan(1_000);
    expect([...rest.modules].filter(([path, bytes]) => path.includes("geometry-") && bytes > 100)).toEqual([]);
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
