import type { Uuid } from "@surreal-sdk/values";

/**
 * The id of a live query, which carries the type of its results into `subscribeLive()`.
 *
 * @typeParam T - the result of a notification
 */
export type LiveId<T = unknown> = Uuid & {
  /** Carries the type of a result; no value has it. */
  readonly "~result"?: T;
};
