export { InvalidJsonError } from "./errors/invalid-json-error.ts";
export { devalueReducers, devalueRevivers, sveltekitTransport } from "./hooks/devalue.ts";
export { reviveInScripts, type SerovalPlugin, serovalPlugin } from "./hooks/seroval.ts";
export { type SuperjsonTransformer, superjsonValues } from "./hooks/superjson.ts";
export { prepare } from "./prepare.ts";
export { revive } from "./revive.ts";
export type { JsonValue } from "./tags/json-value.ts";
export { parse, stringify } from "./text.ts";
