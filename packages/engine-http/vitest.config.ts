import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests run what is in src, not what was built of it.
  resolve: { alias: { "#pool": fileURLToPath(new URL("src/pool-node.ts", import.meta.url)) } },
});
