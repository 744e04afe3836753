import type { Call } from "@surreal-sdk/transport";
import type { Place } from "../call/request.ts";
import { drive, type Operation, type Resume, type Suspension } from "../operation/operation.ts";

/** What a turn of the engine has brought: a part, or the answer, which is the last. */
export interface Turn {
  readonly frame: Uint8Array;
  readonly last: boolean;
}

/** One call that may be streamed: the caller and the engine take turns, until the engine has answered. */
export class Turns {
  readonly #place: Place;
  #ticket: number | undefined;
  #resume: Resume<Turn> | undefined;
  /** What has come in the caller's turn: an answer or an error before its time. */
  readonly #early: ((resume: Resume<Turn>) => void)[] = [];
  #interrupt: (() => void) | undefined;
  readonly #abort: () => void;

  /** Watches the caller's signal from now on, until {@link Turns.end}. */
  constructor(place: Place) {
    const { signal } = place.settings;
    this.#place = place;
    this.#abort = () => this.#bring((resume) => resume.fail(signal?.reason));
    if (signal?.aborted === true) this.#abort();
    else signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** Makes the call, and waits for what the engine's first turn brings. */
  begin(call: Call): Suspension<Turn> {
    const { state } = this.#place;
    return this.#taking(() => {
      this.#ticket = state.channel.request(call, {
        part: (frame) => this.#bring((resume) => resume.done({ frame, last: false })),
        reply: (frame) => this.#settle((resume) => resume.done({ frame, last: true })),
        fail: (error) => this.#settle((resume) => resume.fail(state.refusal ?? error)),
      });
    });
  }

  /** Ends the caller's turn, and waits for what the engine's brings. */
  proceed(part?: Uint8Array): Suspension<Turn> {
    return this.#taking(() => this.#place.state.channel.proceed(this.#ticket ?? 0, part));
  }

  /** Runs an operation in the caller's turn; it is left alone, and nothing comes of it, when the call ends before. */
  meanwhile<T>(operation: Operation<T>): Suspension<T | undefined> {
    return (resume) => {
      this.#interrupt = () => resume.done(undefined);
      if (this.#early.length > 0) this.#interrupt();
      else drive(operation, resume);
    };
  }

  /** Nobody wants to know any more; a call without an answer is given up. */
  end(): void {
    this.#place.settings.signal?.removeEventListener("abort", this.#abort);
    if (this.#ticket !== undefined) this.#place.state.channel.cancel(this.#ticket);
  }

  #taking(act: () => void): Suspension<Turn> {
    return (resume) => {
      const early = this.#early.shift();
      if (early !== undefined) early(resume);
      else {
        this.#resume = resume;
        act();
      }
    };
  }

  #settle(bring: (resume: Resume<Turn>) => void): void {
    this.#ticket = undefined;
    this.#bring(bring);
  }

  #bring(bring: (resume: Resume<Turn>) => void): void {
    const resume = this.#resume;
    this.#resume = undefined;
    if (resume !== undefined) bring(resume);
    else {
      this.#early.push(bring);
      this.#interrupt?.();
    }
  }
}
