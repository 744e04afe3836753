import { platformTime } from "@surreal-sdk/transport/toolkit";
import type { Thread } from "./thread.ts";

/** How long the end of the process may be held up, in milliseconds. */
const longestFarewell = 1_000;

/**
 * The workers of this process that are still there. Before the process ends they are asked to close what they have
 * open, and waited for: native modules take a process down with a fault when their thread is torn away from them.
 */
export class OpenThreads {
  readonly #threads: Set<Thread> = new Set();
  readonly #atExit = (): void => shutDownAll([...this.#threads]);

  add(thread: Thread): void {
    // While the event loop stands still nobody else says which have left.
    for (const other of [...this.#threads]) if (other.hasLeft()) this.delete(other);
    if (this.#threads.size === 0) process.on("exit", this.#atExit);
    this.#threads.add(thread);
  }

  delete(thread: Thread): void {
    if (this.#threads.delete(thread) && this.#threads.size === 0) process.off("exit", this.#atExit);
  }
}

/** Tells all of them first, so that they leave at the same time. */
function shutDownAll(threads: readonly Thread[]): void {
  for (const thread of threads) thread.leave();
  const deadline = platformTime.now() + longestFarewell;
  for (const thread of threads) {
    while (!thread.hasLeft()) {
      const left = deadline - platformTime.now();
      if (left <= 0) return;
      thread.sleep(left);
    }
  }
}
