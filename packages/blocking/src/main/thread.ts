import type { FromWorker, ToWorker, WorkerStart } from "../wire/messages.ts";

/** What is started in a worker. */
export type ThreadStart = Omit<WorkerStart, "signal">;

/** A worker, seen from the thread that blocks on it. */
export interface Thread {
  /** Queues a message; it goes out with the next {@link Thread.sleep} or {@link Thread.flush}. */
  post(message: ToWorker): void;
  flush(): void;
  /** Takes what has arrived, without waiting. */
  take(): readonly FromWorker[] | undefined;
  /**
   * Blocks until something has arrived since the last {@link Thread.take}, for a short while at most; reports whether
   * something has.
   */
  sleep(milliseconds: number): boolean;
  /** Whether the worker is known to have ended. That comes to be known while the event loop turns. */
  readonly hasEnded: boolean;
  /** Whether the worker can still send something. */
  isAlive(): boolean;
  /** Says that a notification was taken in: there is room for another. */
  tookNotification(): void;
  /** How many notifications had to be dropped since this was last asked. */
  takeLost(): number;
  /** Asks the worker to close what is open, and to leave. It may take its time. */
  leave(): void;
  /** Whether it has left after it was asked to. */
  hasLeft(): boolean;
  /** Ends a worker that no longer answers. Dangerous for native modules that are in the middle of something. */
  terminate(): void;
}

/** Starts a worker. */
export type StartThread = (start: ThreadStart) => Thread;
