import type { CallConnection, CallContext } from "../call/call-context.ts";
import { readReply } from "../call/reply.ts";
import { exchange } from "../call/request.ts";
import type { SessionState } from "../call/session-state.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { lastId } from "./live-answer.ts";
import type { LiveStart } from "./live-start.ts";
import { undisturbed } from "./undisturbed.ts";

/** Milliseconds that a list waits at least, and at most twice: a write that is under way may be a long one. */
const longWrite = 2_000;

/** How a live query was started, and on which session. */
interface Started {
  readonly scope: SessionState;
  readonly start: LiveStart;
}

/**
 * Makes a server renew its list of a table's live queries after one was started. Before 3.3, a write at the same time can
 * leave the list without the new one, which then never hears of anything: the server drops its copy of the list before
 * the LIVE statement is committed, and the write makes another copy of the list as it was. The server drops that with the
 * next LIVE or KILL statement for the table, so a second live query is started, and ended at once.
 *
 * A list is renewed some seconds after the start, when even a long write has ended; the first time at once, where that
 * takes no way over a network.
 */
export class LiveLists {
  readonly #state: CallConnection;
  readonly #end: (serverId: string, scope: SessionState) => void;
  /** Those whose table may be in a long write, one for each table, and those that have waited for one turn of the timer. */
  #recent: Map<unknown, Started> = new Map();
  #earlier: Map<unknown, Started> = new Map();
  #stop: (() => void) | undefined;

  /** @param end - ends a live query on the server */
  constructor(state: CallConnection, end: (serverId: string, scope: SessionState) => void) {
    this.#state = state;
    this.#end = end;
  }

  /** A live query was started. A failure to renew its list has no consequence. */
  *renew({ scope, settings, transaction }: CallContext, start: LiveStart | undefined): Operation<void> {
    // The server does not know a live query of a transaction at all.
    if (start === undefined || transaction !== undefined || this.#areSound) return;
    this.#recent.set(start.key, { scope, start });
    this.#stop ??= this.#wait();
    if (!this.#state.capabilities.reconnect) yield* this.#send({ scope, start }, settings);
  }

  /** The connection is lost, or closed: the next one has other lists. */
  forget(): void {
    this.#stop?.();
    this.#stop = undefined;
    for (const started of [this.#recent, this.#earlier]) started.clear();
  }

  get #areSound(): boolean {
    return this.#state.server.isKnownAtLeast(3, 3);
  }

  #wait(): () => void {
    return this.#state.services.after(longWrite, () => this.#turn(), true);
  }

  #turn(): void {
    const due = this.#earlier;
    this.#earlier = this.#recent;
    this.#recent = new Map();
    this.#stop = this.#earlier.size > 0 ? this.#wait() : undefined;
    if (due.size > 0) this.#state.background(this.#renewAgain([...due.values()]));
  }

  /** What was written meanwhile, without notifications, is read by those who can. */
  *#renewAgain(started: readonly Started[]): Operation<void> {
    for (const each of started) yield* this.#send(each, this.#state.context.settings);
    this.#state.wroteSilently();
  }

  *#send({ scope, start }: Started, settings: CallContext["settings"]): Operation<void> {
    const context = { ...this.#state.contextOf(scope), settings };
    yield* ignoreErrors(this.#startSecond(context, start));
  }

  *#startSecond(context: CallContext, start: LiveStart): Operation<void> {
    const { state, scope } = context;
    yield* undisturbed(context);
    if (scope.ended !== undefined || state.status !== "connected") return;
    const call = start.onThisConnection();
    if (call === undefined) return;
    const started = (reply: Uint8Array): void => {
      const id = lastId(readReply(state.codec, reply, "live"));
      if (id !== undefined) this.#end(id.toJSON(), scope);
    };
    started(yield* wait(exchange(context, { ...call, begins: true }, started)));
  }
}
