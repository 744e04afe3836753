import { defineConfig, type ViteUserConfig } from "vitest/config";
import { brokenSource } from "./simulation/broken-source.ts";
import { sabotages } from "./simulation/sabotages.ts";

const config: ViteUserConfig = defineConfig({
  plugins: [brokenSource(sabotages)],
  test: {
    include: ["src/**/*.test.ts"],
    // Blocked threads and native modules have a process of their own, as users' have.
    pool: "forks",
    testTimeout: 60_000,
  },
});
export default config;
