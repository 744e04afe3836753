import { useSyncExternalStore } from "react";
import type { AsyncWatch, WatchSnapshot } from "surreal-sdk";

/** The current rows of a watch; the component renders again when they are different. */
export function useWatch<T>(watch: AsyncWatch<T>): WatchSnapshot<T> {
  return useSyncExternalStore(watch.subscribe, watch.getSnapshot, watch.getSnapshot);
}
