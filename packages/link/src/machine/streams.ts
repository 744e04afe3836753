import type { Call } from "@surreal-sdk/transport";
import { type Entry, isUser } from "./entry.ts";
import type { LifeCycle } from "./life-cycle.ts";
import type { MachineContext } from "./machine-context.ts";

/** How many bytes of streamed queries may wait for their callers before the link stops reading. */
const UNTAKEN_LIMIT = 1024 * 1024;
/** How long the answer to a `query_cancel` is awaited, in milliseconds. */
const CANCEL_TIMEOUT = 5_000;

/** The requests that the peer answers with many frames: it hands the frames over, and slows the peer down. */
export class Streams {
  readonly #shared: MachineContext;
  readonly #life: LifeCycle;
  /** Whether reading was stopped on this connection; a new one begins with reading. */
  #isStopped = false;

  constructor(parts: MachineContext, life: LifeCycle) {
    this.#shared = parts;
    this.#life = life;
  }

  /** One answer of many. The caller gets it at once, and reports when it has taken it. */
  part(entry: Entry, frame: Uint8Array): void {
    const { requests, emit, moment } = this.#shared;
    if (isUser(entry) && entry.state === "written") {
      requests.gain(entry, frame.byteLength);
      emit({ kind: "part", ticket: entry.owner.ticket, bytes: frame });
      return;
    }
    // The peer may have received the first `query_cancel` before it had begun the query.
    if (entry.untaken === undefined) {
      requests.gain(entry, 0);
      this.cancel(requests.idOf(entry));
    }
    requests.hold(entry, moment.now);
  }

  /** No caller waits for this query any more: the peer may stop it. */
  cancel(id: string): void {
    const { requests, framing, moment } = this.#shared;
    if (!this.#life.isWritable) return;
    const frame = framing.request("query_cancel", id);
    const facts = { method: "query_cancel", exclusive: false, ends: id };
    const call: Call = { kind: "rpc", frame, facts, timeout: CANCEL_TIMEOUT };
    requests.start({ kind: "canceller" }, call, moment.now);
  }

  /**
   * Stops reading while callers fall behind and only they would take what comes. A caller that waits for another answer, or
   * for a notification, makes the link read on: those come behind the frames that wait.
   */
  balance(): void {
    const { requests, emit } = this.#shared;
    if (this.#life.phase !== "ready") {
      this.#isStopped = false;
      return;
    }
    const limit = this.#isStopped ? UNTAKEN_LIMIT / 2 : UNTAKEN_LIMIT;
    const stop = requests.untakenBytes >= limit && this.#onlyCallersWait();
    if (stop === this.#isStopped) return;
    this.#isStopped = stop;
    emit({ kind: "read", reading: !stop });
  }

  #onlyCallersWait(): boolean {
    const { requests, restoring } = this.#shared;
    if (restoring.hasLive) return false;
    return requests.flights.every(({ state, untaken }) => state === "written" && (untaken?.length ?? 0) > 0);
  }
}
