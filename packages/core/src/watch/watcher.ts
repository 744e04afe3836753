import type { CallContext } from "../call/call-context.ts";
import { onAbort } from "../operation/abort-signals.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation, Suspension } from "../operation/operation.ts";
import type { CheckedWatch } from "./watch-options.ts";
import type { WatchQuery } from "./watch-query.ts";
import { WatchRun } from "./watch-run.ts";
import { type RowsState, WatchedRows } from "./watched-rows.ts";

/** The end of a run: with an error unless the user requested it. */
export interface WatchEnd {
  readonly error: Error | undefined;
}

/**
 * The rows of one watch, and their consumers. The first consumer starts the live query, the last one ends it. The rows
 * remain, so that the next start finds the same objects where nothing has changed.
 */
export class Watcher<T> {
  readonly context: CallContext;
  readonly #query: WatchQuery;
  readonly #options: CheckedWatch;
  readonly #rows: WatchedRows<T>;
  readonly #listeners: Set<() => void> = new Set();
  #run: WatchRun<T> | undefined;
  #users = 0;
  #isCurrent = false;
  #isClosed = false;
  #end: WatchEnd | undefined;
  #ignoreSignal: (() => void) | undefined;

  constructor(context: CallContext, query: WatchQuery, options: CheckedWatch) {
    this.context = context;
    this.#query = query;
    this.#options = options;
    this.#rows = new WatchedRows(query.isWindow);
  }

  get state(): RowsState<T> {
    return this.#rows.state;
  }

  /** Whether the rows have been read since the last start. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  get end(): WatchEnd | undefined {
    return this.#end;
  }

  /** Another consumer. */
  join(): void {
    this.#users += 1;
    if (this.#users > 1 || this.#isClosed) return;
    const { signal, refresh } = this.#options;
    this.#end = signal?.aborted === true ? { error: undefined } : undefined;
    if (this.#end !== undefined) return;
    const run = new WatchRun(this.context, this.#query, this.#rows, refresh, {
      read: () => this.#update(run, undefined),
      ended: (error) => this.#update(run, { error }),
    });
    this.#run = run;
    this.#watchSignal();
    this.context.state.background(run.follow());
  }

  /** A consumer leaves. */
  *leave(): Operation<void> {
    this.#users -= 1;
    if (this.#users === 0) yield* this.#stop();
  }

  /** Ends the watch for all of its consumers, for good. */
  *close(): Operation<void> {
    this.#isClosed = true;
    this.#end ??= { error: undefined };
    const stopping = this.#stop();
    this.#notify();
    yield* stopping;
  }

  /** Calls back whenever there is something new, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for something new; resolves with whether that happened before the time was over. */
  news(timeout: number): Suspension<boolean> {
    return (continuation) => {
      let clear: (() => void) | undefined;
      const settle = (isNew: boolean): void => {
        clear?.();
        ignore();
        continuation.resolve(isNew);
      };
      const ignore = this.listen(() => settle(true));
      if (timeout !== Number.POSITIVE_INFINITY) clear = this.context.state.services.after(timeout, () => settle(false));
    };
  }

  /** Wakes consumers that wait, so that one that has left returns. */
  wake(): void {
    this.#notify();
  }

  *#stop(): Operation<void> {
    const run = this.#run;
    this.#run = undefined;
    this.#isCurrent = false;
    this.#ignoreSignal?.();
    if (run !== undefined) yield* run.stop();
  }

  #update(run: WatchRun<T>, end: WatchEnd | undefined): void {
    if (run !== this.#run) return;
    this.#end = end;
    this.#isCurrent = end === undefined;
    this.#notify();
  }

  #notify(): void {
    // One that is removed by another is not called any more.
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener();
  }

  #watchSignal(): void {
    this.#ignoreSignal = onAbort(this.#options.signal, () => this.#abort());
  }

  #abort(): void {
    this.context.state.background(ignoreErrors(this.close()));
  }
}
