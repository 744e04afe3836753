import { cborFraming } from "@surreal-sdk/codec";
import type { EngineConnection, EngineContext, EngineListener, EngineRequest } from "@surreal-sdk/transport";
import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  TransportError,
} from "@surreal-sdk/transport";
import { Liveness, LONGEST_SILENCE, PING_ID } from "./liveness.ts";
import { Member } from "./member.ts";
import { Placement } from "./placement.ts";
import { StateChanges } from "./state-changes.ts";

const noAnswer = new Uint8Array();

/** Several connections as one: it lives as long as all of them. */
export class PooledConnection implements EngineConnection {
  readonly #context: EngineContext;
  readonly #members: readonly Member[];
  readonly #placement: Placement;
  readonly #changes: StateChanges;
  readonly #liveness: Liveness;
  /** Exports and imports, by the ids of their requests. */
  readonly #transfers = new Set<string>();
  #state: "open" | "closing" | "lost" | "ended" = "open";
  #closing: Promise<void> | undefined;

  constructor(context: EngineContext, connections: readonly EngineConnection[]) {
    this.#context = context;
    this.#members = connections.map((connection) => new Member(connection));
    this.#placement = new Placement(this.#members);
    this.#changes = new StateChanges(this.#members, {
      made: (id, answer) => context.listener.received(answer, id),
      split: (method, cause) => this.#lose(`accepted "${method}" on one of them and not on another`, cause),
    });
    this.#liveness = new Liveness(this.#members, () => {
      this.#lose(`gave no sign of life on one of them for ${LONGEST_SILENCE} ms`);
    });
    this.#liveness.start();
  }

  get bufferedBytes(): number {
    return this.#members.reduce((sum, { connection }) => sum + (connection.bufferedBytes ?? 0), 0);
  }

  /** The listener of the connection at this index. */
  listenerOf(index: number): EngineListener {
    const { listener } = this.#context;
    const member = this.#members[index] as Member;
    const whileHeard = (report: () => void): void => {
      if (this.#state !== "open" && this.#state !== "closing") return;
      member.silence = 0;
      report();
    };
    return {
      received: (frame, replyTo) => whileHeard(() => this.#received(member, frame, replyTo)),
      part: (id, bytes) => whileHeard(() => listener.part(id, bytes)),
      failed: (id, error) => whileHeard(() => this.#failed(member, id, error)),
      alive: () => whileHeard(() => listener.alive()),
      closed: (error) => this.#lose("ended one of them", error),
    };
  }

  send(request: EngineRequest): void {
    if (this.#state !== "open") throw this.#notSent();
    const member = this.#placement.of(request, this.#changes.areSettled);
    if (request.kind !== "rpc") this.#transfers.add(request.id);
    if (member === this.#members[0]) this.#changes.sending(request);
    this.#placement.sending(request, member);
    try {
      member.connection.send(request);
    } catch (error) {
      this.#transfers.delete(request.id);
      this.#changes.unsent(request.id);
      this.#placement.unsent(request, member);
      throw error;
    }
  }

  proceed(requestId: string, part?: Uint8Array): void {
    if (this.#transfers.has(requestId)) this.#members[0]?.connection.proceed?.(requestId, part);
  }

  /** Only a transfer holds anything. Of any other request the answer is still counted, since its peer is busy until then. */
  abandon(requestId: string): void {
    if (this.#transfers.delete(requestId)) this.#members[0]?.connection.abandon?.(requestId);
  }

  setReading(reading: boolean): void {
    this.#liveness.isReading = reading;
    for (const { connection } of this.#members) connection.setReading?.(reading);
  }

  setRef(ref: boolean): void {
    for (const { connection } of this.#members) connection.setRef?.(ref);
  }

  close(timeout: number): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  async #close(timeout: number): Promise<void> {
    if (this.#state === "open") this.#state = "closing";
    this.#liveness.stop();
    await Promise.all(this.#members.map(({ connection }) => connection.close(timeout)));
    if (this.#state !== "closing") return;
    this.#state = "ended";
    this.#context.listener.closed();
  }

  #received(member: Member, frame: Uint8Array, replyTo: string | undefined): void {
    const { listener } = this.#context;
    if (replyTo !== undefined && this.#transfers.delete(replyTo)) {
      listener.received(frame, replyTo);
      return;
    }
    const peeked = cborFraming.peek(frame);
    if (peeked.kind === "reply") this.#answered(member, peeked, frame);
    // It may be about a repetition, of which only the pool knows, and which would have no other answer.
    else if (peeked.kind === "orphan-error" && this.#changes.areAwaitedOf(member)) {
      this.#lose("reported an error on one of them that names no request");
    } else listener.received(frame);
  }

  #answered(member: Member, { id, failed }: { id: string; failed: boolean }, frame: Uint8Array): void {
    if (id === PING_ID) return;
    if (!this.#placement.isStream(id) || cborFraming.isLast(frame)) {
      if (this.#changes.repeated(id, failed, member)) return;
      this.#placement.answered(id, frame, failed, member);
      if (this.#changes.answered(id, frame, failed)) return;
    }
    this.#context.listener.received(frame, id);
  }

  #failed(member: Member, id: string, error: TransportError): void {
    if (!this.#transfers.delete(id)) {
      if (id === PING_ID || this.#changes.repeated(id, true, member)) return;
      this.#placement.answered(id, noAnswer, true, member);
      this.#changes.unsent(id);
    }
    this.#context.listener.failed(id, error);
  }

  /** Without one of its connections it cannot go on: what lived on that one is gone, and the SDK restores all of it. */
  #lose(what: string, cause?: unknown): void {
    if (this.#state !== "open") return;
    this.#state = "lost";
    this.#liveness.stop();
    this.#closing = Promise.allSettled(this.#members.map(({ connection }) => connection.close(0))).then(
      () => undefined,
    );
    this.#context.listener.closed(isOutcome(cause) ? cause : this.#lost(what, cause));
  }

  #lost(what: string, cause: unknown): ConnectionLostError {
    const { rawUrl } = this.#context.endpoint;
    const message = `${rawUrl} ${what}: all ${this.#members.length} connections of the pool were closed.`;
    return new ConnectionLostError(message, { outcome: "unknown", cause });
  }

  #notSent(): TransportError {
    const message = `The connection to ${this.#context.endpoint.rawUrl} has ended.`;
    if (this.#state === "lost") return new ConnectionUnavailableError(message, { outcome: "not_sent" });
    return new ConnectionClosedError(message, { outcome: "not_sent" });
  }
}

/** Whether an error says already what happened to the requests in flight. */
function isOutcome(cause: unknown): cause is TransportError {
  return cause instanceof TransportError && cause.outcome === "unknown";
}
