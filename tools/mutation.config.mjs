import { defineConfig } from "vitest/config";

/** These go through thousands of worlds, which is too much for every single change: what is noticed without them counts. */
const LONG = ["src/exploration.test.ts", "src/simulation.test.ts"];

export default defineConfig({ test: { exclude: [...LONG, "**/node_modules/**", "**/dist/**"] } });
