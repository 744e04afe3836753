import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** What a browser loads, minified and compressed, in bytes, and how much of it there may be. */
const bundles = [
  {
    what: "the async client with WebSocket and HTTP",
    source: 'import { AsyncSurreal } from "surreal-sdk/async"; globalThis.surreal = AsyncSurreal;',
    budget: 70_000,
  },
  {
    what: "RecordId alone",
    source: 'import { RecordId } from "@surreal-sdk/values"; globalThis.surreal = RecordId;',
    budget: 5 * 1024,
  },
] as const;

describe("the size of bundles for the browser", () => {
  it.each(bundles)("keeps $what within its budget", async ({ source, budget }) => {
    const { text } = await bundle(source);
    const { length } = gzipSync(text, { level: 9 });
    expect(length).toBeLessThanOrEqual(budget);
    // A budget that is far away from what is bundled guards nothing.
    expect(length).toBeGreaterThan(budget * 0.85);
  });

  it("takes no engine of another platform into a browser's bundle", async () => {
    const { modules } = await bundle(bundles[0].source);
    expect(
      modules.filter((path) => /node_modules\/(ws|undici|@surrealdb)\/|engine-embedded|packages\/blocking/.test(path)),
    ).toEqual([]);
  });
});

async function bundle(source: string): Promise<{ readonly text: string; readonly modules: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
  });
  return { text: outputFiles[0]?.text ?? "", modules: Object.keys(metafile.inputs) };
}
