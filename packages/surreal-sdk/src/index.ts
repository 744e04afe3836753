export * from "./async.ts";
export * from "./blocking.ts";
