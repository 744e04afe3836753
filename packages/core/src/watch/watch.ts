import { untilSignal } from "../call/settings.ts";
import type { Mode } from "../operation/mode.ts";
import { checkedWatch, type WatchOptions } from "./watch-options.ts";
import { WatchQuery } from "./watch-query.ts";
import { AsyncWatch, BlockingWatch, type Watch, type WatchContext } from "./watch-views.ts";
import { Watcher } from "./watcher.ts";

/**
 * Watches the rows of a query. Nothing is sent before there is a consumer.
 *
 * @throws TypeError or RangeError when target or options are wrong; UnsupportedFeatureError without live queries,
 * unless it may poll.
 * @internal
 */
export function watch<M extends Mode, T>(outer: WatchContext<M>, target: unknown, given?: WatchOptions): Watch<M, T> {
  const checked = checkedWatch(given);
  const { context, signal } = untilSignal(outer, checked.signal);
  const options = { ...checked, signal };
  const query = new WatchQuery(target, options);
  if (options.refresh === Number.POSITIVE_INFINITY) context.state.require("live", "watch");
  const watcher = new Watcher<T>(context, query, options);
  const viewClass = context.runtime.mode === "async" ? AsyncWatch : BlockingWatch;
  return new (viewClass as unknown as ViewClass<M, T>)(context, watcher, options.timeout);
}

type ViewClass<M extends Mode, T> = new (context: WatchContext<M>, watcher: Watcher<T>, timeout: number) => Watch<M, T>;
