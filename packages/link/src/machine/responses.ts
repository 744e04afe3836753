import { ConnectionLostError, ConnectionUnavailableError, ProtocolError, TransportError } from "@surreal-sdk/transport";
import { type Entry, isStream, isUser } from "./entry.ts";
import type { ConnectionEvent } from "./events.ts";
import type { LifeCycle } from "./life-cycle.ts";
import type { MachineContext } from "./machine-context.ts";
import type { Streams } from "./streams.ts";

/** Determines what a connection's events mean for the requests in flight. */
export class Responses {
  readonly #shared: MachineContext;
  readonly #life: LifeCycle;
  readonly #streams: Streams;

  constructor(parts: MachineContext, life: LifeCycle, streams: Streams) {
    this.#shared = parts;
    this.#life = life;
    this.#streams = streams;
  }

  handle(event: ConnectionEvent): void {
    switch (event.kind) {
      case "opened":
        this.#life.opened();
        break;
      case "open-failed":
        this.#life.connectionLost(event.error, true);
        break;
      case "closed":
        this.#life.connectionLost(event.error, true);
        break;
      case "alive":
        this.#shared.heartbeat?.alive(this.#shared.moment.now);
        break;
      case "heard":
        this.#life.restore();
        break;
      case "received":
        this.#shared.heartbeat?.alive(this.#shared.moment.now);
        this.#received(event.frame, event.replyTo);
        break;
      case "part":
        this.#shared.heartbeat?.alive(this.#shared.moment.now);
        this.#part(event.id, event.bytes);
        break;
      case "failed":
        this.#failed(event.id, event.error);
        break;
      case "unsent":
        this.#unsent(event.id, event.error);
        break;
    }
  }

  #received(frame: Uint8Array, replyTo: string | undefined): void {
    const { framing, emit } = this.#shared;
    if (this.#life.phase === "ending") return;
    if (replyTo !== undefined) {
      if (this.#isForeign(replyTo, frame)) this.#failed(replyTo, foreign());
      else this.#reply(replyTo, frame);
      return;
    }
    const peeked = framing.peek(frame);
    switch (peeked.kind) {
      case "reply":
        this.#reply(peeked.id, frame);
        break;
      case "notification":
        emit({ kind: "notification", frame });
        break;
      case "orphan-error":
        this.#orphan(frame);
        break;
      case "stray":
        emit({ kind: "diagnostic", event: { kind: "malformed-frame", message: unreadable(peeked.reason) } });
        break;
      case "malformed":
        this.#malformed(frame, peeked.reason);
        break;
    }
  }

  /**
   * Caches and proxies may stand before a stateless peer, and may deliver an answer that was meant for another
   * request.
   */
  #isForeign(replyTo: string, frame: Uint8Array): boolean {
    const { framing, capabilities } = this.#shared;
    if (capabilities.stateful) return false;
    const peeked = framing.peek(frame);
    return peeked.kind === "reply" && peeked.id !== replyTo;
  }

  #reply(id: string, frame: Uint8Array): void {
    const { requests } = this.#shared;
    const entry = requests.inFlight(id);
    if (entry !== undefined) {
      this.#answered(entry, frame);
      return;
    }
    this.#unwanted(requests.wasIssued(id));
  }

  #unwanted(late: boolean): void {
    const kind = late ? "late-answer" : "unknown-answer";
    const message = late
      ? "An answer came for a request that is settled already; it was dropped."
      : "An answer came that belongs to no request; it was dropped.";
    this.#shared.emit({ kind: "diagnostic", event: { kind, message } });
  }

  #answered(entry: Entry, frame: Uint8Array): void {
    const { orphans, framing } = this.#shared;
    if (isStream(entry) && !framing.isLast(frame)) {
      this.#life.proved();
      this.#streams.part(entry, frame);
    } else this.#settle(entry, frame);
    orphans.answered(entry);
    for (let match = orphans.match(); match !== undefined; match = orphans.match()) {
      this.#settle(match.flight, match.frame);
      orphans.answered(match.flight);
    }
  }

  #settle(entry: Entry, frame: Uint8Array): void {
    const { requests, emit, moment, framing } = this.#shared;
    const { owner, state } = entry;
    if (owner.kind === "user") {
      this.#life.proved();
      if (state === "written") emit({ kind: "reply", ticket: owner.ticket, frame });
      else if (entry.call.begins === true) emit({ kind: "late", ticket: owner.ticket, frame });
      else if (!isStream(entry)) this.#unwanted(true);
    } else if (owner.kind === "heartbeat") {
      const milliseconds = moment.now - owner.sentAt;
      const message = `The server answered a ping after ${Math.round(milliseconds)} ms.`;
      emit({ kind: "diagnostic", event: { kind: "latency", message, milliseconds } });
    }
    requests.settle(entry);
    if (owner.kind === "replay") this.#life.replayed(owner.label, frame, framing.failed(frame));
  }

  /** The peer could not read a request and does not say which: the error is assigned only when that is certain. */
  #orphan(frame: Uint8Array): void {
    const { requests, orphans, emit } = this.#shared;
    const message = "The server reported an error that names no request.";
    emit({ kind: "diagnostic", event: { kind: "orphan-error", message } });
    if (requests.unanswered > 0) return;
    orphans.hold(
      frame,
      requests.flights.filter(({ untaken }) => untaken === undefined),
    );
    const match = orphans.match();
    if (match !== undefined) this.#answered(match.flight, match.frame);
  }

  /**
   * It is unknown whose answer it was, so the link cannot wait for any that is in flight. If there is a single one,
   * it gets the frame: its decoder can say what is wrong with it.
   */
  #malformed(frame: Uint8Array, reason: string): void {
    const { emit, requests } = this.#shared;
    const message = unreadable(reason);
    emit({ kind: "diagnostic", event: { kind: "malformed-frame", message } });
    const [only, ...others] = requests.flights;
    const isAsked = only?.state === "written" && others.length === 0 && requests.unanswered === 0;
    if (isAsked && isUser(only)) {
      emit({ kind: "reply", ticket: only.owner.ticket, frame });
      requests.settle(only);
    }
    this.#life.connectionLost(new ProtocolError(message), false);
  }

  #part(id: string, bytes: Uint8Array): void {
    const { requests, emit } = this.#shared;
    const entry = requests.inFlight(id);
    if (entry === undefined || !isUser(entry) || entry.state !== "written") return;
    if (entry.call.kind === "rpc" || entry.call.streamed !== true) {
      this.#failed(id, partOfWhole(entry.call.facts.method));
      return;
    }
    requests.pause(entry);
    emit({ kind: "part", ticket: entry.owner.ticket, bytes });
  }

  #failed(id: string, error: TransportError): void {
    const { requests, orphans, emit } = this.#shared;
    const entry = requests.inFlight(id);
    if (entry === undefined) return;
    if (entry.owner.kind === "replay") {
      this.#life.connectionLost(error, false);
      return;
    }
    if (isUser(entry) && entry.state === "written") emit({ kind: "fail", ticket: entry.owner.ticket, error });
    requests.settle(entry);
    orphans.answered(entry);
  }

  #unsent(id: string, error: Error): void {
    const { requests, orphans, emit } = this.#shared;
    const entry = requests.inFlight(id);
    if (entry === undefined) return;
    if (!isUser(entry)) {
      // Not dropped at once: the engine may refuse more of what was sent with it.
      this.#life.drop(error);
      return;
    }
    orphans.answered(entry);
    if (entry.state === "written" && isConnectionGone(error)) {
      requests.unsent(entry);
      this.#life.drop(error);
      return;
    }
    if (entry.state === "written") emit({ kind: "fail", ticket: entry.owner.ticket, error });
    requests.settle(entry);
  }
}

function foreign(): TransportError {
  const message = "The answer names another request than the one that was asked. It was not used.";
  return new ProtocolError(message, { outcome: "unknown" });
}

function partOfWhole(method: string): TransportError {
  const message = `${method} is not streamed, and was answered by part().`;
  return new ProtocolError(message, { outcome: "unknown" });
}

function unreadable(reason: string): string {
  return `The server sent a frame that does not belong to this protocol: ${reason}`;
}

/** Nothing was sent, because of the connection: another one may send it. */
function isConnectionGone(error: Error): boolean {
  if (!(error instanceof TransportError) || error.outcome !== "not_sent") return false;
  return error instanceof ConnectionUnavailableError || error instanceof ConnectionLostError;
}
