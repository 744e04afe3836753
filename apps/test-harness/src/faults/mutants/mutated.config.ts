import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { mutants } from "./mutants.ts";

const mutant = mutants.find(({ row }) => row === process.env.FAULT_MUTANT);
if (mutant === undefined) throw new Error("FAULT_MUTANT names the row whose fault is to come back.");

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      transform(code, id) {
        if (!id.endsWith(`/packages/${mutant.file}`)) return undefined;
        if (!code.includes(mutant.find)) throw new Error(`${mutant.file} does not hold what ${mutant.row} replaces.`);
        return { code: code.replace(mutant.find, () => mutant.replace), map: null };
      },
    },
  ],
  test: { pool: "forks", testTimeout: 30_000, include: ["src/faults/*.test.ts"] },
});

/** Runs tests against code with one fault in it. */
export default config;
