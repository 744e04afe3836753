import { type Accessor, from } from "solid-js";
import type { AsyncWatch, WatchSnapshot } from "surreal-sdk";

/** The current rows of a watch, until its owner is disposed of. */
export function createWatch<T>(watch: AsyncWatch<T>): Accessor<WatchSnapshot<T>> {
  return from(watch.subscribe, watch.getSnapshot());
}
