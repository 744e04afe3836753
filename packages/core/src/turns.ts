import type { Call } from "@surreal-sdk/transport";
import { drive, type Operation, type Resume, type Suspension } from "./operation.ts";
import type { Place } from "./request.ts";

/** What a turn of the engine has brought: a part, or the answer, which is the last. */
export interface Turn {
  readonly frame: Uint8Array;
  readonly last: boolean;
}

/** One call that may be streamed: the caller and the engine take turns, until the engine has answered. */
export class Turns {
  readonly #place: Place;
  readonly #call: Call;
  #ticket: number | undefined;
  #resume: Resume<Turn> | undefined;
  /** What has come in the caller's turn: an answer or an error before its time. */
  readonly #early: ((resume: Resume<Turn>) => void)[] = [];
  #interrupt: (() => void) | undefined;

  constructor(place: Place, call: Call) {
    this.#place = place;
    this.#call = call;
  }

  /** Ends the caller's turn, and waits for what the engine's brings. The first one makes the request. */
  take(part?: Uint8Array): Suspension<Turn> {
    return (resume) => {
      const early = this.#early.shift();
      if (early !== undefined) return early(resume);
      this.#resume = resume;
      if (this.#ticket === undefined) this.#begin();
      else this.#place.state.channel.proceed(this.#ticket, part);
    };
  }

  /** Runs an operation in the caller's turn; it is left alone, and nothing comes of it, when the call ends before. */
  meanwhile<T>(start: () => Operation<T>): Suspension<T | undefined> {
    return (resume) => {
      this.#interrupt = () => resume.done(undefined);
      if (this.#early.length > 0) this.#interrupt();
      else drive(start(), resume);
    };
  }

  /** Nobody wants to know any more. */
  cancel(): void {
    if (this.#ticket !== undefined) this.#place.state.channel.cancel(this.#ticket);
  }

  #begin(): void {
    const { state, settings } = this.#place;
    const { signal } = settings;
    const abort = (): void => {
      this.#bring((resume) => resume.fail(signal?.reason));
      this.cancel();
    };
    if (signal?.aborted === true) {
      abort();
      return;
    }
    const settled = (bring: (resume: Resume<Turn>) => void): void => {
      signal?.removeEventListener("abort", abort);
      this.#bring(bring);
    };
    this.#ticket = state.channel.request(this.#call, {
      part: (frame) => this.#bring((resume) => resume.done({ frame, last: false })),
      reply: (frame) => settled((resume) => resume.done({ frame, last: true })),
      fail: (error) => settled((resume) => resume.fail(state.refusal ?? error)),
    });
    signal?.addEventListener("abort", abort, { once: true });
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

/** Waits no longer than until the caller gives up. */
export function unlessAborted<T>(signal: AbortSignal | undefined, start: Suspension<T>): Suspension<T> {
  if (signal === undefined) return start;
  return (resume) => {
    const abort = (): void => resume.fail(signal.reason);
    if (signal.aborted) {
      abort();
      return;
    }
    const settled = (): void => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort, { once: true });
    start({
      done: (value) => {
        settled();
        resume.done(value);
      },
      fail: (error) => {
        settled();
        resume.fail(error);
      },
    });
  };
}
