import { defineConfig, type ViteUserConfig } from "vitest/config";
import { openedSource } from "./simulation/exploration/opened-source.ts";

/** Tests as everywhere; what explores every order of events sees the private state of the link. */
const config: ViteUserConfig = defineConfig({ plugins: [openedSource] });
export default config;
