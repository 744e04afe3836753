import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bundleCases } from "../../browser/bundle-cases.ts";

it.each(["ws", "http"] as const)(
  "the conformance cases over %s need nothing of Node that a page lacks",
  async (kind) => {
    const folder = await mkdtemp(join(tmpdir(), "cases-"));
    try {
      await bundleCases(kind, folder);
      expect((await readdir(folder)).sort()).toStrictEqual([`${kind}.html`, `${kind}.js`]);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
