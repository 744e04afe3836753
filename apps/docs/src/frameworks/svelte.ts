import type { AsyncWatch, WatchSnapshot } from "surreal-sdk";
import { derived, type Readable } from "svelte/store";

/** The rows of a watch alone. A watch is a store by itself: `$users.rows` in a component subscribes to it. */
export function rowsOf<T>(watch: AsyncWatch<T>): Readable<readonly T[]> {
  return derived(watch satisfies Readable<WatchSnapshot<T>>, ({ rows }) => rows);
}
