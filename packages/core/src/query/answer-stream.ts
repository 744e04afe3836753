import type { Call } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { asCallFailure } from "../call/reply.ts";
import { onAbort } from "../operation/abort-signals.ts";
import type { Continuation, Suspension } from "../operation/operation.ts";

/** One answer of many; the last one ends the request. */
export interface StreamedAnswer {
  readonly frame: Uint8Array;
  readonly last: boolean;
}

type Bring = (continuation: Continuation<StreamedAnswer>) => void;

/**
 * A request with many answers. They are kept as they arrive, and the channel learns which of them were taken: it
 * limits how many wait.
 */
export class AnswerStream {
  readonly #context: CallContext;
  readonly #arrived: { readonly bring: Bring; readonly isPart: boolean }[] = [];
  #ticket: number | undefined;
  #continuation: Continuation<StreamedAnswer> | undefined;
  #ignoreSignal: (() => void) | undefined;

  /** Makes the request. Watches the caller's signal from now on, until {@link AnswerStream.end}. */
  constructor(context: CallContext, call: Call) {
    const { state, settings } = context;
    const { signal } = settings;
    this.#context = context;
    const abort = (): void => {
      this.#arrived.length = 0;
      this.#bring((continuation) => continuation.reject(signal?.reason), false);
      this.#cancel();
    };
    if (signal?.aborted === true) {
      abort();
      return;
    }
    context.scope.calls?.add(this);
    this.#ignoreSignal = onAbort(signal, abort);
    this.#ticket = state.channel.request(call, {
      part: (frame) => this.#bring((continuation) => continuation.resolve({ frame, last: false }), true),
      reply: (frame) => this.#settle((continuation) => continuation.resolve({ frame, last: true })),
      fail: (error) => {
        const reason = state.server.refusal ?? asCallFailure(error, call.facts.token);
        this.#settle((continuation) => continuation.reject(reason));
      },
    });
  }

  /** Waits for the next answer. */
  readonly next: Suspension<StreamedAnswer> = (continuation) => {
    const arrived = this.#arrived.shift();
    if (arrived === undefined) this.#continuation = continuation;
    else {
      if (arrived.isPart) this.#taken();
      arrived.bring(continuation);
    }
  };

  /** No more answers are needed; a request without a last answer is cancelled. A caller that waits gets no answer. */
  end(): void {
    this.#ignoreSignal?.();
    this.#arrived.length = 0;
    this.#cancel();
    const continuation = this.#continuation;
    this.#continuation = undefined;
    continuation?.reject(undefined);
  }

  #cancel(): void {
    const ticket = this.#forget();
    if (ticket !== undefined) this.#context.state.channel.cancel(ticket);
  }

  #settle(bring: Bring): void {
    this.#forget();
    this.#bring(bring, false);
  }

  /** It waits for no further answer. */
  #forget(): number | undefined {
    const ticket = this.#ticket;
    this.#ticket = undefined;
    this.#context.scope.calls?.delete(this);
    return ticket;
  }

  #taken(): void {
    if (this.#ticket !== undefined) this.#context.state.channel.proceed(this.#ticket);
  }

  #bring(bring: Bring, isPart: boolean): void {
    const continuation = this.#continuation;
    this.#continuation = undefined;
    if (continuation === undefined) this.#arrived.push({ bring, isPart });
    else {
      if (isPart) this.#taken();
      bring(continuation);
    }
  }
}
