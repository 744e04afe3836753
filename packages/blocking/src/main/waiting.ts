import { drive, type Operation } from "@surreal-sdk/core";
import { CallerLines, type Entrance } from "./caller-lines.ts";
import { Patience } from "./patience.ts";
import type { WorkerChannel } from "./worker-channel.ts";

/** Runs operations to their end while the thread blocks. */
export class Waiting {
  readonly patience: Patience = new Patience();
  readonly #callers: CallerLines = new CallerLines();
  channel: WorkerChannel | undefined;

  /**
   * Runs an operation.
   *
   * @throws what the operation throws, with the lines of whoever called at the end of its stack; TypeError when it
   * waits for something that is waiting for this call itself.
   */
  run<T>(name: string, operation: Operation<T>): T {
    return this.#run(name, this.run, operation, () => this.channel?.isAwaited === true);
  }

  /** Runs an operation that may wait for something nobody has asked for, as the next item of a stream. */
  runStep<T>(operation: Operation<T>): T {
    return this.#run("next", this.runStep, operation, () => this.channel?.hasWorker === true);
  }

  #run<T>(name: string, entrance: Entrance, operation: Operation<T>, mayEnd: () => boolean): T {
    const outcome: { value?: { readonly value: T }; failed?: { readonly error: unknown } } = {};
    this.channel?.poll();
    drive(operation, {
      done: (value) => {
        outcome.value = { value };
      },
      fail: (error) => {
        outcome.failed = { error };
      },
    });
    while (outcome.value === undefined && outcome.failed === undefined) {
      if (!mayEnd() && this.patience.isIdle && this.channel?.poll() !== true) throw blocked(name);
      if (this.channel?.pump(this.patience.next()) !== true) this.patience.sleep();
      this.patience.fire();
    }
    this.channel?.poll();
    if (outcome.failed !== undefined) throw this.#callers.add(outcome.failed.error, entrance);
    return (outcome.value as { readonly value: T }).value;
  }
}

function blocked(name: string): Error {
  return new TypeError(
    `${name}() was called from inside another call of the same connection, which it would have to wait for.`,
  );
}
