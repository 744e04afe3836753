import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "#pool": fileURLToPath(new URL("src/pool-node.ts", import.meta.url)) } },
});
