export type { Outcome, SurrealErrorOptions } from "./surreal-error.ts";
export { SurrealError } from "./surreal-error.ts";
