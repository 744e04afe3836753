import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests run what is in src, not what was built of it.
  resolve: { alias: { "#socket": fileURLToPath(new URL("src/socket-node.ts", import.meta.url)) } },
});
