import { defineConfig } from "vitest/config";

/** These go through thousands of worlds, which is too much for every single change: what is noticed without them counts. */
const LONG = ["src/exploration.test.ts", "src/simulation.test.ts"];

export default defineConfig({
  // A hang is to be told from a busy machine.
  test: { exclude: [...LONG, "**/node_modules/**", "**/dist/**"], testTimeout: 120_000, hookTimeout: 120_000 },
});
