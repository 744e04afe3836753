import { defineConfig } from "vitest/config";

// A browser is slow to start, above all on a busy machine.
export default defineConfig({
  test: { include: ["browser/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false },
});
