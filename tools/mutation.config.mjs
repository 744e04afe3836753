import { defineConfig } from "vitest/config";

/** These tests run thousands of worlds, which takes too long for every single change, so they are excluded. */
const LONG = ["src/exploration.test.ts", "src/simulation.test.ts"];

export default defineConfig({
  // Long enough that only a hang exceeds it, not a busy machine.
  test: { exclude: [...LONG, "**/node_modules/**", "**/dist/**"], testTimeout: 120_000, hookTimeout: 120_000 },
});
