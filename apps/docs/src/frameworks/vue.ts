import type { AsyncWatch, WatchSnapshot } from "surreal-sdk";
import { onScopeDispose, type ShallowRef, shallowReadonly, shallowRef } from "vue";

/** The current rows of a watch, until the component is unmounted. */
export function useWatch<T>(watch: AsyncWatch<T>): Readonly<ShallowRef<WatchSnapshot<T>>> {
  const snapshot = shallowRef(watch.getSnapshot());
  const unsubscribe = watch.subscribe((next) => {
    snapshot.value = next;
  });
  onScopeDispose(unsubscribe);
  return shallowReadonly(snapshot);
}
