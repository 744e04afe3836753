import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, which would otherwise come last: vitest begins with the largest files. */
const LONGEST =
  /src\/(conformance\/(http|ws|embedded)|packed\/packed|readme\/readme|runtimes\/runtimes|watch\/rounds)\.test/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONGEST.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    // The native database can only be unloaded with its process.
    pool: "forks",
    // The cases wait for servers more than they compute: further processes use the time.
    maxWorkers: 3,
    // Each file that needs the packed packages would pack them again.
    globalSetup: "src/packed/share-tarballs.ts",
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
