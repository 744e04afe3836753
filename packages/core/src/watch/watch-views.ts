import { isBuiltIn } from "@surreal-sdk/values";
import type { RunContext } from "../call/call-context.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Disposal, Mode, Returns, Stream } from "../operation/mode.ts";
import { markOpaque } from "../operation/opaque.ts";
import { unbound } from "../operation/runner.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import { type Watched, WatchStream } from "./watch-stream.ts";
import { changesBetween, noRows, type RowsState } from "./watched-rows.ts";
import type { Watcher } from "./watcher.ts";

/** The current rows of a watch, for the stores of UI frameworks. It does not change. */
export interface WatchSnapshot<T = unknown> extends Watched<T> {
  /**
   * `"loading"`: the rows were not read yet since the first subscription; they are those of the last subscription, or
   * none. `"current"`: they are kept right. `"ended"`: they are not kept right any more.
   */
  readonly status: "loading" | "current" | "ended";
  /** Why it has ended, unless you requested it. */
  readonly error: Error | undefined;
}

/** The context of a watch: the runner of its mode also makes streams. */
export interface WatchContext<M extends Mode> extends RunContext<M> {
  readonly runtime: RunContext<M>["runtime"] & { stream<T>(source: StreamSource<T>): Stream<M, T> };
}

/** What both modes share: the end of a watch. */
abstract class WatchView<M extends Mode, T> {
  readonly #context: WatchContext<M>;
  readonly #watcher: Watcher<T>;
  readonly #timeout: number;

  /** @internal use `watch()` */
  constructor(context: WatchContext<M>, watcher: Watcher<T>, timeout: number) {
    this.#context = context;
    this.#watcher = watcher;
    this.#timeout = timeout;
  }

  /** Ends the watch for all of its consumers, here and on the server. Idempotent. */
  close(): Returns<M, void> {
    return this.#context.runtime.run("close", this.#watcher.close());
  }

  /** @internal */
  protected loop(): Stream<M, Watched<T>> {
    return this.#context.runtime.stream(new WatchStream(this.#watcher, this.#timeout));
  }

  static {
    markOpaque(this.prototype);
  }
}

/**
 * The rows of a query that stay right. Loop over it, or subscribe to it; the first consumer starts a live query, and
 * the last one ends it.
 */
export class AsyncWatch<T> extends WatchView<"async", T> implements Disposal<"async">, AsyncIterable<Watched<T>> {
  readonly #context: WatchContext<"async">;
  readonly #watcher: Watcher<T>;
  #before: RowsState<T> = noRows;
  #snapshot: WatchSnapshot<T> = {
    rows: [],
    changes: changesBetween(noRows, noRows),
    status: "loading",
    error: undefined,
  };

  /** @internal use `watch()` */
  constructor(context: WatchContext<"async">, watcher: Watcher<T>, timeout: number) {
    super(context, watcher, timeout);
    this.#context = context;
    this.#watcher = watcher;
  }

  /** A loop over the rows: its first item is the current rows, each further one the rows after a change. */
  [Symbol.asyncIterator](): AsyncGenerator<Watched<T>, void, undefined> {
    return this.loop();
  }

  /** The same as {@link AsyncWatch.close}. */
  [Symbol.asyncDispose](): Returns<"async", void> {
    return this.close();
  }

  /** Returns the current rows: the same object until something is different. It can be passed without its object. */
  readonly getSnapshot = (): WatchSnapshot<T> => {
    const { end, isCurrent, state } = this.#watcher;
    const status = end !== undefined ? "ended" : isCurrent ? "current" : "loading";
    const known = this.#snapshot;
    if (state === this.#before && known.status === status && known.error === end?.error) return known;
    this.#snapshot = { rows: state.rows, changes: changesBetween(this.#before, state), status, error: end?.error };
    this.#before = state;
    return this.#snapshot;
  };

  /**
   * Calls the listener with the snapshot, now and whenever it is another one. It can be passed without its object, to
   * `useSyncExternalStore` of React for example, and it is a store of Svelte.
   *
   * @returns a function that ends the subscription.
   */
  readonly subscribe = (listener: (snapshot: WatchSnapshot<T>) => void): (() => void) => {
    if (typeof listener !== "function") throw new TypeError("A listener is a function.");
    const { bind = unbound } = this.#context.runtime;
    const own = bind((snapshot: WatchSnapshot<T>) => listener(snapshot));
    let seen: WatchSnapshot<T> | undefined;
    const tell = (): void => {
      const snapshot = this.getSnapshot();
      if (snapshot === seen) return;
      seen = snapshot;
      this.#call(own, snapshot);
    };
    const ignore = this.#watcher.listen(tell);
    this.#watcher.join();
    tell();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      ignore();
      this.#context.state.background(ignoreErrors(this.#watcher.leave()));
    };
  };

  /** An exception in a listener does not affect the others. */
  #call(listener: (snapshot: WatchSnapshot<T>) => void, snapshot: WatchSnapshot<T>): void {
    try {
      listener(snapshot);
    } catch (thrown) {
      const error = isBuiltIn(thrown, "Error") ? thrown : new Error(`A listener threw ${typeof thrown}.`);
      this.#context.state.events.emit("error", error);
    }
  }
}

/** The rows of a query that stay right: loops wait inside `next()`. */
export class BlockingWatch<T> extends WatchView<"blocking", T> implements Disposal<"blocking">, Iterable<Watched<T>> {
  /** A loop over the rows: its first item is the current rows, each further one the rows after a change. */
  [Symbol.iterator](): Generator<Watched<T>, void, undefined> {
    return this.loop();
  }

  /** The same as {@link BlockingWatch.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

interface Watches<T> {
  async: AsyncWatch<T>;
  blocking: BlockingWatch<T>;
  deferred: never;
}

/** The result of `watch()` in a mode. */
export type Watch<M extends Mode, T> = Watches<T>[M];
