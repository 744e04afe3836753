import { defineConfig } from "vitest/config";

export default defineConfig({ ssr: { resolve: { conditions: ["@surreal-sdk/source", "node", "module"] } } });
