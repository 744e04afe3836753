export * from "./async.ts";
