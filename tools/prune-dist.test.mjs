import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("removes from dist what has no source, and nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "dist-"));
  const compiled = ["dist/a.js", "dist/a.d.ts", "dist/a.js.map", "dist/short/a.js", "dist/short/a.js.map"];
  const kept = ["src/a.ts", ...compiled, "dist/bundle.wasm"];
  const gone = ["dist/old/b.js", "dist/old/b.js.map", "dist/old/b.d.ts", "dist/old/b.d.ts.map", "dist/short/b.js"];
  try {
    for (const path of [...kept, ...gone]) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), "");
    }
    spawnSync(process.execPath, [fileURLToPath(new URL("prune-dist.mjs", import.meta.url))], { cwd: folder });
    expect([...kept, ...gone].filter((path) => existsSync(join(folder, path)))).toEqual(kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
