export type { EngineFaults, EngineUnderTest, UrlSource } from "./harness/engine-under-test.ts";
export { testEngine } from "./test-engine.ts";
export type { TestRunner } from "./test-runner.ts";
