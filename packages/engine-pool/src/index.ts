export type { PoolOptions } from "./pooled-engine.ts";
export { pooledEngine } from "./pooled-engine.ts";
