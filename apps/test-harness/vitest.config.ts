import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    // The native database can only be unloaded with its process.
    pool: "forks",
    // The cases wait for servers more than they compute: further processes use the time.
    maxWorkers: 3,
    // Each file that needs the packed packages would pack them again.
    globalSetup: "src/packed/share-tarballs.ts",
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
