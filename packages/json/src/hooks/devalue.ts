import { prepare } from "../prepare.ts";
import { revive } from "../revive.ts";
import type { JsonValue } from "../tags/json-value.ts";
import { isSurrealValue } from "./is-surreal-value.ts";

/**
 * The SDK's values for the `transport` hook of SvelteKit. Export it from `src/hooks.js`, and `load` functions and form
 * actions may return record ids.
 *
 * @example
 * ```ts
 * // src/hooks.ts
 * export const transport = sveltekitTransport;
 * ```
 */
export const sveltekitTransport: {
  readonly Surreal: {
    encode(value: unknown): JsonValue | false;
    decode(data: JsonValue): unknown;
  };
} = {
  Surreal: { encode: (value) => (isSurrealValue(value) ? prepare(value) : false), decode: revive },
};

/**
 * The SDK's values for the second parameter of devalue's `stringify`. Nuxt's `definePayloadReducer` takes
 * the same function.
 *
 * @example
 * ```ts
 * import { stringify } from "devalue";
 *
 * const text = stringify(rows, devalueReducers);
 * ```
 */
export const devalueReducers: { readonly Surreal: (value: unknown) => JsonValue | false } = {
  Surreal: sveltekitTransport.Surreal.encode,
};

/**
 * The SDK's values for the second parameter of devalue's `parse`. Nuxt's `definePayloadReviver` takes the same function.
 *
 * @example
 * ```ts
 * import { parse } from "devalue";
 *
 * const rows = parse(text, devalueRevivers);
 * ```
 */
export const devalueRevivers: { readonly Surreal: (data: JsonValue) => unknown } = {
  Surreal: sveltekitTransport.Surreal.decode,
};
