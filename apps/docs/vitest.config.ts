import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // On Node, this package loads the build for servers, which shows nothing.
  resolve: { alias: { "solid-js": fileURLToPath(import.meta.resolve("solid-js/dist/solid.js")) } },
  test: { include: ["src/**/*.test.ts"] },
});
