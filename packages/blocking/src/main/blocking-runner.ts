import { drive, type Operation } from "@surreal-sdk/core";
import { CallerStack, type EntryPoint } from "./caller-stack.ts";
import { ListeningWatch } from "./listening-process.ts";
import { OpenChannels } from "./open-channels.ts";
import { TimerQueue } from "./timer-queue.ts";

/** Runs operations to completion while the thread blocks. */
export class BlockingRunner {
  readonly timers: TimerQueue = new TimerQueue();
  readonly channels: OpenChannels = new OpenChannels();
  readonly #callers: CallerStack = new CallerStack();
  readonly #listening: ListeningWatch = new ListeningWatch();
  /** How many calls are inside of one another at the moment. */
  #depth = 0;
  /** Listeners that are to be called: inside a step of an operation, they could not wait for it. */
  #due: (() => void)[] = [];

  /** Calls between two steps of the operations that run. */
  later(call: () => void): void {
    if (this.#depth === 0) call();
    else this.#due.push(call);
  }

  /**
   * Runs an operation.
   *
   * @throws what the operation throws, with the caller's lines at the end of its stack; TypeError when it waits for
   * something that itself waits for this call.
   */
  run<T>(name: string, operation: Operation<T>): T {
    return this.#run(name, this.run, operation, () => this.channels.isAwaited);
  }

  /** Runs an operation that may wait without a request in flight, as the next item of a stream does. */
  runStep<T>(operation: Operation<T>): T {
    return this.#run("next", this.runStep, operation, () => this.channels.hasWorker);
  }

  #run<T>(name: string, entrance: EntryPoint, operation: Operation<T>, mayEnd: () => boolean): T {
    this.#listening.beforeCall();
    this.#depth += 1;
    try {
      return this.#await(name, entrance, operation, mayEnd);
    } finally {
      this.#depth -= 1;
    }
  }

  #await<T>(name: string, entrance: EntryPoint, operation: Operation<T>, mayEnd: () => boolean): T {
    const outcome: { value?: { readonly value: T }; failed?: { readonly error: unknown } } = {};
    this.channels.poll();
    drive(operation, {
      resolve: (value) => {
        outcome.value = { value };
      },
      reject: (error) => {
        outcome.failed = { error };
      },
    });
    this.#callDue();
    while (outcome.value === undefined && outcome.failed === undefined) {
      if (!mayEnd() && this.timers.isIdle && !this.channels.poll()) throw blocked(name);
      if (!this.channels.pump(this.timers.next())) this.timers.sleep();
      this.timers.fire();
      this.#callDue();
    }
    this.channels.poll();
    this.#callDue();
    if (outcome.failed !== undefined) throw this.#callers.add(outcome.failed.error, entrance);
    return (outcome.value as { readonly value: T }).value;
  }

  #callDue(): void {
    for (let call = this.#due.shift(); call !== undefined; call = this.#due.shift()) call();
  }
}

function blocked(name: string): Error {
  return new TypeError(
    `${name}() was called from inside another call of the same connection, which it would have to wait for.`,
  );
}
