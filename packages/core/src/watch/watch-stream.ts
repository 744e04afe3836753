import { type Operation, wait } from "../operation/operation.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import { changesBetween, noRows, type RowsState, type WatchChanges } from "./watched-rows.ts";
import type { Watcher } from "./watcher.ts";

/** The rows of a watch, and what is different since the last item. */
export interface Watched<T = unknown> {
  /** All rows. Another list only if something is different; an unchanged row stays the same object. */
  readonly rows: readonly T[];
  readonly changes: WatchChanges<T>;
}

const over: IteratorResult<never, void> = { done: true, value: undefined };

/** One loop over a watch: it receives the latest rows whenever it is ready, however many changes led to them. */
export class WatchStream<T> implements StreamSource<Watched<T>> {
  readonly #watcher: Watcher<T>;
  readonly #timeout: number;
  #seen: RowsState<T> | undefined;
  #phase: "new" | "joined" | "left" = "new";

  constructor(watcher: Watcher<T>, timeout: number) {
    this.#watcher = watcher;
    this.#timeout = timeout;
  }

  /** Waits for rows that differ from the last ones. */
  *next(): Operation<IteratorResult<Watched<T>, void>> {
    if (this.#phase === "new") {
      this.#phase = "joined";
      this.#watcher.join();
    }
    while (this.#phase === "joined") {
      const { end, isCurrent, state } = this.#watcher;
      if (end !== undefined) {
        yield* this.return();
        if (end.error !== undefined) throw end.error;
      } else if (isCurrent && state !== this.#seen) return { done: false, value: this.#take(state) };
      else if (!(yield* wait(this.#watcher.news(isCurrent ? this.#timeout : Number.POSITIVE_INFINITY)))) {
        yield* this.return();
      }
    }
    return over;
  }

  /** Leaves. The last consumer of a watch ends it on the server. */
  *return(): Operation<IteratorResult<Watched<T>, void>> {
    const hasJoined = this.#phase === "joined";
    this.#phase = "left";
    if (hasJoined) {
      const leaving = this.#watcher.leave();
      this.#watcher.wake();
      yield* leaving;
    }
    return over;
  }

  #take(state: RowsState<T>): Watched<T> {
    const changes = changesBetween(this.#seen ?? noRows, state);
    this.#seen = state;
    return { rows: state.rows, changes };
  }
}
