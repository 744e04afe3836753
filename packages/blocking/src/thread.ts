import type { FromWorker, ToWorker, WorkerStart } from "./messages.ts";

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
   * Blocks until something has arrived since the last {@link Thread.take}, or the time is over.
   *
   * @throws WorkerDiedError when the worker is gone.
   */
  sleep(milliseconds: number): void;
  /** Ends the worker. */
  stop(): void;
}

/** Starts a worker. */
export type StartThread = (start: ThreadStart) => Thread;
