import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "#socket": fileURLToPath(new URL("src/socket-node.ts", import.meta.url)) } },
});
