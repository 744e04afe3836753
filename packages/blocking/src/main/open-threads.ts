import { platformTime } from "@surreal-sdk/transport/toolkit";
import type { Thread } from "./thread.ts";

/** How long the end of the process may be delayed, in milliseconds. */
const longestShutDown = 1_000;

/**
 * The running workers of this process. Before the process ends, the SDK asks them to close what they have open, and
 * waits for them: native modules crash a process when their thread is terminated.
 */
export class OpenThreads {
  readonly #threads: Set<Thread> = new Set();
  readonly #atExit = (): void => shutDownAll([...this.#threads]);

  add(thread: Thread): void {
    // While the event loop is blocked, nothing else reports which workers have left.
    for (const other of [...this.#threads]) if (other.hasLeft()) this.delete(other);
    if (this.#threads.size === 0) process.on("exit", this.#atExit);
    this.#threads.add(thread);
  }

  delete(thread: Thread): void {
    if (this.#threads.delete(thread) && this.#threads.size === 0) process.off("exit", this.#atExit);
  }
}

/** Notifies all workers first, so that they leave at the same time. */
function shutDownAll(threads: readonly Thread[]): void {
  for (const thread of threads) thread.leave();
  const deadline = platformTime.now() + longestShutDown;
  for (const thread of threads) {
    while (!thread.hasLeft()) {
      const left = deadline - platformTime.now();
      if (left <= 0) return;
      thread.sleep(left);
    }
  }
}
