import type { Call } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { asCallFailure } from "../call/reply.ts";
import { onAbort } from "../operation/abort-signals.ts";
import { type Continuation, drive, type Operation, type Suspension } from "../operation/operation.ts";

/** The outcome of an engine's turn: a part, or the answer, which is the last. */
export interface Turn {
  readonly frame: Uint8Array;
  readonly last: boolean;
}

/** One call that may be streamed: the caller and the engine take turns, until the engine has answered. */
export class StreamedCall {
  readonly #context: CallContext;
  #ticket: number | undefined;
  #continuation: Continuation<Turn> | undefined;
  /** An answer or an error that arrived during the caller's turn. */
  readonly #early: ((continuation: Continuation<Turn>) => void)[] = [];
  #interrupt: (() => void) | undefined;
  #ignoreSignal: (() => void) | undefined;
  readonly #ignoreEnd: () => void;

  /** Watches the caller's signal, and the end of the connection, from now on, until {@link StreamedCall.end}. */
  constructor(context: CallContext) {
    const { signal } = context.settings;
    this.#context = context;
    const abort = (): void => this.#bring((continuation) => continuation.reject(signal?.reason));
    if (signal?.aborted === true) abort();
    else this.#ignoreSignal = onAbort(signal, abort);
    this.#ignoreEnd = context.state.life.onEnd((error) => {
      // What was sent fails with its channel.
      if (this.#ticket === undefined) this.#bring((continuation) => continuation.reject(error));
    });
  }

  /** Makes the call, and waits for the outcome of the engine's first turn. */
  begin(call: Call): Suspension<Turn> {
    const { state } = this.#context;
    return this.#taking(() => {
      this.#ticket = state.channel.request(call, {
        part: (frame) => this.#bring((continuation) => continuation.resolve({ frame, last: false })),
        reply: (frame) => this.#settle((continuation) => continuation.resolve({ frame, last: true })),
        fail: (error) =>
          this.#settle((continuation) =>
            continuation.reject(state.server.refusal ?? asCallFailure(error, call.facts.token)),
          ),
      });
    });
  }

  /** Ends the caller's turn, and waits for the outcome of the engine's turn. */
  proceed(part?: Uint8Array): Suspension<Turn> {
    return this.#taking(() => this.#context.state.channel.proceed(this.#ticket ?? 0, part));
  }

  /** Runs an operation in the caller's turn; its outcome is ignored when the call ends before. */
  meanwhile<T>(operation: Operation<T>): Suspension<T | undefined> {
    return (continuation) => {
      this.#interrupt = () => continuation.resolve(undefined);
      if (this.#early.length > 0) this.#interrupt();
      else drive(operation, continuation);
    };
  }

  /** The outcome is not needed any more; a call without an answer is cancelled. */
  end(): void {
    this.#ignoreSignal?.();
    this.#ignoreEnd();
    if (this.#ticket !== undefined) this.#context.state.channel.cancel(this.#ticket);
  }

  #taking(act: () => void): Suspension<Turn> {
    return (continuation) => {
      const early = this.#early.shift();
      if (early !== undefined) early(continuation);
      else {
        this.#continuation = continuation;
        act();
      }
    };
  }

  #settle(bring: (continuation: Continuation<Turn>) => void): void {
    this.#ticket = undefined;
    this.#bring(bring);
  }

  #bring(bring: (continuation: Continuation<Turn>) => void): void {
    const continuation = this.#continuation;
    this.#continuation = undefined;
    if (continuation !== undefined) bring(continuation);
    else {
      this.#early.push(bring);
      this.#interrupt?.();
    }
  }
}
