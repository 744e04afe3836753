export type { HttpEngineOptions } from "./http-engine.ts";
export { httpEngine } from "./http-engine.ts";
export type { Fetch, FetchAnswer } from "./pool-fetch.ts";
