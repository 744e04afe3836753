import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, in the order in which they begin; vitest begins with the largest files. */
const LONGEST = [
  "conformance/http",
  "conformance/ws",
  "conformance/embedded",
  "readme/readme",
  "packed/packed",
  "runtimes/runtimes",
  "watch/rounds",
  "faults/soak/soak",
  "faults/h-process",
  "engines/network",
  "transactions/exactly-once",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = LONGEST.flatMap((name) => sorted.filter(({ moduleId }) => moduleId.endsWith(`src/${name}.test.ts`)));
    return [...long, ...sorted.filter((file) => !long.includes(file))];
  }
}

/** The SDK as Node imports it from the published package, in few files: many modules take long to load in each process and worker. */
const bundled = "surreal-bundled";

export default defineConfig({
  ssr: { resolve: { conditions: [bundled, "module", "node", "development|production"] } },
  test: {
    env: { NODE_OPTIONS: `--conditions=${bundled}` },
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    include: ["src/**/*.test.ts"],
    // The native database can only be unloaded with its process.
    pool: "forks",
    // The cases wait for servers more than they compute: further processes use the time.
    maxWorkers: 3,
    // Each file that needs the packed packages would pack them again.
    globalSetup: ["src/packed/bundle-sdk.ts", "src/packed/share-tarballs.ts"],
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
