import { prepare } from "../prepare.ts";
import { revive } from "../revive.ts";
import type { JsonValue } from "../tags/json-value.ts";
import { isSurrealValue } from "./is-surreal-value.ts";

/**
 * What superjson needs to know for one type.
 *
 * @example
 * ```ts
 * const [transformer, name] = superjsonValues;
 * ```
 */
export interface SuperjsonTransformer {
  /** Whether the value is an instance of one of the SDK's classes. */
  isApplicable(value: unknown): value is object;
  /** The JSON data of the value. */
  serialize(value: object): JsonValue;
  /** The value of the JSON data. */
  deserialize(data: JsonValue): object;
}

/**
 * The arguments of superjson's `registerCustom`, so that superjson carries the SDK's values. Register them on the
 * server and in the browser. tRPC and Blitz use superjson.
 *
 * @example
 * ```ts
 * import SuperJSON from "superjson";
 *
 * SuperJSON.registerCustom(...superjsonValues);
 * ```
 */
export const superjsonValues: readonly [transformer: SuperjsonTransformer, name: string] = [
  { isApplicable: isSurrealValue, serialize: prepare, deserialize: revive<object> },
  "surreal",
];
