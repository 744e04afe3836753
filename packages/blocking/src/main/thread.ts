import type { FromWorker, ToWorker, WorkerStart } from "../wire/messages.ts";

/** What a worker starts with. */
export type ThreadStart = Omit<WorkerStart, "signal">;

/** A worker, as seen from the thread that blocks on it. */
export interface Thread {
  /** Queues a message; the next {@link Thread.sleep} or {@link Thread.flush} sends it. */
  post(message: ToWorker): void;
  flush(): void;
  /** Returns what has arrived, without waiting. */
  take(): readonly FromWorker[] | undefined;
  /**
   * Blocks for a short while, until something has arrived since the last {@link Thread.take}; returns whether
   * something has.
   */
  sleep(milliseconds: number): boolean;
  /** Whether the worker is known to have ended. This becomes known while the event loop turns. */
  readonly hasEnded: boolean;
  /** Whether the worker can still send something. */
  isAlive(): boolean;
  /** Reports that a notification was received: there is room for another. */
  tookNotification(): void;
  /** Returns how many notifications were dropped since the last call. */
  takeLost(): number;
  /** Asks the worker to close what is open, and to exit. It may take some time. */
  leave(): void;
  /** Whether it has exited after the request. */
  hasLeft(): boolean;
  /** Terminates a worker that no longer answers. Dangerous for native modules in the middle of a call. */
  terminate(): void;
}

/** Starts a worker. */
export type StartThread = (start: ThreadStart) => Thread;
