/**
 * The two functions that register tests. Vitest, Jest, Mocha and `node:test` all have them, so the suite runs under
 * any of them, in any version.
 */
export interface TestRunner {
  /** Groups tests under a name; `body` is called at once. */
  describe(name: string, body: () => void): unknown;
  /** Registers a test, which fails when the promise rejects. */
  it(name: string, body: () => Promise<void>): unknown;
}
