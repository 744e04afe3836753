import { CborCodec, cborFraming } from "@surreal-sdk/codec";
import { versionJudge } from "@surreal-sdk/core/version-judge";
import { createLink, type Link, type LinkConfig, type Settle } from "@surreal-sdk/link";
import type { Engine } from "@surreal-sdk/transport";
import type { FromWorker, Restoration, ToWorker, WorkerStart } from "../wire/messages.ts";
import { fromSerializedVerdict } from "../wire/serialized-call.ts";
import { fromSerializedError, toSerializedError } from "../wire/serialized-error.ts";
import type { Backlog } from "./backlog.ts";
import type { Outbox } from "./outbox.ts";

/** Owns the link of a connection, and executes the requests of the blocked thread. */
export class LinkHost {
  readonly #link: Link;
  readonly #outbox: Outbox;
  /** How many changes of the replays have arrived. */
  #changes = 0;

  /** @param time - a clock and a random source of its own, for a link in a simulation */
  constructor(
    engine: Engine,
    { endpoint, options }: Pick<WorkerStart, "endpoint" | "options">,
    outbox: Outbox,
    backlog: Backlog,
    time: Pick<LinkConfig, "clock" | "random"> = {},
  ) {
    const failed = (error: Error | undefined): object =>
      error === undefined ? {} : { error: toSerializedError(error) };
    this.#outbox = outbox;
    this.#link = createLink({
      engine,
      endpoint,
      framing: cborFraming,
      options,
      // The blocked thread gives the verdicts and may be busy for hours, so the worker itself detects an
      // unsupported server.
      verdictTimeout: Number.POSITIVE_INFINITY,
      judge: versionJudge(new CborCodec()),
      ...time,
      listener: {
        status: (status, error) => outbox.post({ kind: "status", status, ...failed(error) } as FromWorker),
        notification: (frame) => backlog.pass(frame),
        restored: (label, frame, attempt) => this.#answered("restored", label, frame, attempt),
        restoreFailed: (label, frame, attempt) => this.#answered("restore-failed", label, frame, attempt),
        ready: (reconnected, attempt) => outbox.post({ kind: "ready", reconnected, attempt }),
        diagnostic: ({ kind, message }) => outbox.post({ kind: "diagnostic", event: { kind, message } }),
      },
    });
  }

  receive(message: Exclude<ToWorker, { kind: "leave" }>): void {
    const link = this.#link;
    switch (message.kind) {
      case "request":
        this.#request(message);
        return;
      case "connect":
        link.connect(
          {
            done: () => this.#done(message.ticket),
            fail: (error) => this.#fail(message.ticket, error),
          },
          message.waits,
        );
        return;
      case "close":
        link.close({ drain: message.drain }, { done: () => this.#done(message.ticket) });
        return;
      case "proceed":
        link.proceed(message.ticket, message.frame);
        return;
      case "cancel":
        link.cancel(message.ticket, message.error && fromSerializedError(message.error));
        return;
      case "set-replay":
        this.#changes += 1;
        link.setReplay(message.replay, message.answeredOn);
        return;
      case "remove-replay":
        this.#changes += 1;
        link.removeReplay(message.label, message.answeredOn);
        return;
      case "clear-replays":
        link.clearReplays();
        return;
      case "resolve-replay":
        link.resolveReplay(message.label, fromSerializedVerdict(message.verdict), message.attempt);
    }
  }

  close(done: () => void): void {
    this.#link.close({ drain: 0 }, { done });
  }

  /** The link knows the request by the number of the blocked thread, whose numbers only ever increase. */
  #request({ ticket, call, madeOn }: Extract<ToWorker, { kind: "request" }>): void {
    const settle: Settle = {
      reply: (frame) => this.#outbox.post({ kind: "reply", ticket, frame }),
      part: (frame) => this.#outbox.post({ kind: "part", ticket, frame }),
      fail: (error) => this.#fail(ticket, error),
      late: call.begins === true ? (frame) => this.#outbox.post({ kind: "late", ticket, frame }) : undefined,
    };
    this.#link.request(call, settle, ticket, madeOn);
  }

  #answered(kind: Restoration["kind"], label: string, frame: Uint8Array, attempt: number): void {
    this.#outbox.post({ kind, label, frame, attempt, changes: this.#changes });
  }

  #done(ticket: number): void {
    this.#outbox.post({ kind: "done", ticket });
  }

  #fail(ticket: number, error: Error): void {
    this.#outbox.post({ kind: "fail", ticket, error: toSerializedError(error) });
  }
}
