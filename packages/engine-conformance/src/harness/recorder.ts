import { cborFraming } from "@surreal-sdk/codec";
import { type EngineListener, TransportError } from "@surreal-sdk/transport";
import { ConformanceError, show } from "./expectation.ts";

/** A call of an engine to its listener. */
export type Report =
  | { readonly kind: "answer"; readonly id: string; readonly frame: Uint8Array }
  | { readonly kind: "notification"; readonly frame: Uint8Array }
  | { readonly kind: "unaddressed"; readonly frame: Uint8Array }
  | { readonly kind: "part"; readonly id: string; readonly bytes: Uint8Array }
  | { readonly kind: "failed"; readonly id: string; readonly error: TransportError }
  | { readonly kind: "alive" }
  | { readonly kind: "closed"; readonly error?: TransportError | undefined };

const outcomes: readonly unknown[] = ["not_sent", "failed", "unknown"];

/**
 * Records all reports of an engine in order, and notes those that violate the contract. The callbacks are functions of
 * its own, as in the SDK, so that an engine may copy them into a listener of its own.
 */
export class Recorder implements EngineListener {
  readonly reports: Report[] = [];
  /** One sentence for each violation of the listener's contract. */
  readonly breaches: string[] = [];
  /** Called with every report, from inside the engine's call. */
  onReport: (report: Report) => void = () => {};
  /** Milliseconds that one wait may take. */
  readonly patience: number;
  readonly #open = new Set<string>();
  readonly #abandoned = new Set<string>();
  /** The streamed requests in which it is the engine's turn. */
  readonly #turns = new Set<string>();
  /** The requests that may be answered with many frames. */
  readonly #streams = new Set<string>();
  readonly #waiting = new Set<() => void>();
  #inside = false;

  constructor(patience: number) {
    this.patience = patience;
  }

  /** The report that the connection has ended, if there is one. */
  get end(): Extract<Report, { kind: "closed" }> | undefined {
    return this.reports.find((report) => report.kind === "closed");
  }

  get notifications(): Uint8Array[] {
    return this.reports.flatMap((report) => (report.kind === "notification" ? [report.frame] : []));
  }

  /** From now on this request may be settled, once; a part of a streamed one may come before. */
  sent(id: string, streamed = false): void {
    this.#open.add(id);
    if (streamed) this.#turns.add(id);
  }

  /** The same for a request that the peer may answer with many frames. */
  sentForMany(id: string): void {
    this.#open.add(id);
    this.#streams.add(id);
  }

  /** The engine's turn begins again. */
  proceeded(id: string): void {
    this.#turns.add(id);
  }

  /** The request was not sent after all. */
  refused(id: string): void {
    this.#open.delete(id);
  }

  /** The request was abandoned: from now on nothing may be reported about it. */
  abandoned(id: string): void {
    this.#open.delete(id);
    this.#abandoned.add(id);
  }

  readonly received: EngineListener["received"] = (frame, replyTo) => {
    if (!(frame instanceof Uint8Array)) {
      const breach = `received() was called with ${show(frame)} as a frame, which is not a Uint8Array.`;
      this.breaches.push(breach);
      if (replyTo !== undefined) this.failed(replyTo, new TransportError(breach, { outcome: "unknown" }));
      return;
    }
    const peeked = cborFraming.peek(frame);
    const inside = peeked.kind === "reply" ? peeked.id : undefined;
    if (replyTo !== undefined && inside !== undefined && inside !== replyTo) {
      this.breaches.push(`received() said that a frame answers ${replyTo}; inside it stands ${inside}.`);
    }
    const id = replyTo ?? inside;
    // Not every peer can learn that no caller waits for its answer any more.
    if (id !== undefined && this.end === undefined && this.#isUnwanted(id)) return;
    if (id !== undefined && this.#streams.has(id) && !cborFraming.isLast(frame)) {
      this.#report({ kind: "answer", id, frame });
    } else if (id !== undefined) this.#settled(id, { kind: "answer", id, frame });
    else this.#report({ kind: peeked.kind === "notification" ? "notification" : "unaddressed", frame });
  };

  /** A query that is stopped is answered until the peer has stopped it. */
  #isUnwanted(id: string): boolean {
    return this.#streams.has(id) ? this.#abandoned.has(id) : this.#abandoned.delete(id);
  }

  readonly part: EngineListener["part"] = (requestId, bytes) => {
    if (!(bytes instanceof Uint8Array)) this.breaches.push(`part() was called with ${show(bytes)} as bytes.`);
    if (!this.#open.has(requestId)) this.#unexpected("part", requestId);
    else if (!this.#turns.delete(requestId)) {
      this.breaches.push(`A part came for request ${requestId} when it was not the engine's turn.`);
    }
    this.#report({ kind: "part", id: requestId, bytes });
  };

  readonly failed: EngineListener["failed"] = (requestId, error) => {
    this.#typed("failed()", error);
    this.#settled(requestId, { kind: "failed", id: requestId, error });
  };

  readonly alive: EngineListener["alive"] = () => {
    this.#report({ kind: "alive" });
  };

  readonly closed: EngineListener["closed"] = (error) => {
    if (error !== undefined) this.#typed("closed()", error);
    this.#report({ kind: "closed", error });
  };

  /** Waits until `find` finds something among the reports. */
  async until<T>(what: string, find: () => T | undefined): Promise<T> {
    for (let found = find(); ; found = find()) {
      if (found !== undefined) return found;
      await this.#next(what);
    }
  }

  #next(what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(done);
        const heard = this.reports.map(({ kind }) => kind).join(", ");
        reject(new ConformanceError(`${what} did not come within ${this.patience} ms; heard: ${heard || "nothing"}.`));
      }, this.patience);
      this.#waiting.add(done);
    });
  }

  #settled(id: string, report: Report): void {
    if (!this.#open.delete(id)) this.#unexpected(report.kind, id);
    this.#report(report);
  }

  #unexpected(kind: Report["kind"], id: string): void {
    const which = this.#abandoned.has(id) ? "was abandoned" : "was never handed over, or is settled";
    this.breaches.push(`A report of the kind "${kind}" came for request ${id}, which ${which}.`);
  }

  #typed(where: string, error: unknown): void {
    if (!(error instanceof TransportError))
      this.breaches.push(`${where} got ${show(error)}, which is not a TransportError.`);
    else if (!outcomes.includes(error.outcome)) this.breaches.push(`${where} got an error without an outcome.`);
  }

  #report(report: Report): void {
    if (this.end !== undefined) this.breaches.push(`A report of the kind "${report.kind}" came after closed().`);
    if (this.#inside) this.breaches.push(`A report of the kind "${report.kind}" came from inside another one.`);
    this.reports.push(report);
    this.#inside = true;
    try {
      this.onReport(report);
    } finally {
      this.#inside = false;
    }
    for (const wake of [...this.#waiting]) wake();
  }
}
