/**
 * The two functions with which tests are written. Vitest, Jest, Mocha and `node:test` all have them, so the suite runs
 * under whichever you use, in the version you use.
 */
export interface TestRunner {
  /** Groups tests under a name; `body` is called at once. */
  describe(name: string, body: () => void): unknown;
  /** Registers a test, which fails when the promise rejects. */
  it(name: string, body: () => Promise<void>): unknown;
}
