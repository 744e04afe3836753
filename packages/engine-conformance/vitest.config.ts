import { defineConfig } from "vitest/config";

// The native database can only be unloaded with its process.
export default defineConfig({ test: { pool: "forks", testTimeout: 30_000 } });
