import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    // Blocked threads and native modules have a process of their own, as users' have.
    pool: "forks",
    testTimeout: 60_000,
  },
});
export default config;
