export type { EngineFaults, EngineUnderTest, UrlSource } from "./engine-under-test.ts";
export { testEngine } from "./test-engine.ts";
export type { TestRunner } from "./test-runner.ts";
