import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    // Blocked threads and native modules have a process of their own, as users' have.
    pool: "forks",
    testTimeout: 60_000,
  },
});
