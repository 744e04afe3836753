import type { CallContext, QueryListener } from "../call/call-context.ts";
import type { ConnectionPart } from "../call/connection-part.ts";
import type { SessionState } from "../call/session-state.ts";
import { mayWriteSilently } from "./silent-writes.ts";

/** What a running watch needs to know of its connection. */
export interface SessionFollower {
  /** The context of its own queries, and of nothing else. */
  readonly context: CallContext;
  /** The state of a session has changed. */
  sessionChanged(scope: SessionState): void;
  /** A call of the connection may have written records of which the server does not notify. */
  wroteSilently(): void;
  /** The connection was closed. */
  closed(): void;
}

/** The running watches of one connection: a part that is created with the first of them. */
export class Watches implements ConnectionPart {
  readonly #context: CallContext;
  readonly #running: Map<CallContext, SessionFollower> = new Map();

  constructor(context: CallContext) {
    this.#context = context;
  }

  add(watch: SessionFollower): void {
    this.#running.set(watch.context, watch);
    this.#context.state.queryListeners.add(this.#answered);
  }

  remove(watch: SessionFollower): void {
    this.#running.delete(watch.context);
    if (this.#running.size === 0) this.#context.state.queryListeners.delete(this.#answered);
  }

  sessionChanged(scope: SessionState): void {
    for (const watch of this.#all()) watch.sessionChanged(scope);
  }

  wroteSilently(): void {
    for (const watch of this.#all()) watch.wroteSilently();
  }

  forget(): void {
    for (const watch of this.#all()) watch.closed();
  }

  /** A watch only reads: what looks like a write in its condition must not make it read again and again. */
  readonly #answered: QueryListener = (context, text, responses) => {
    if (this.#running.has(context)) return;
    if (mayWriteSilently(text, responses, this.#context.state.server)) this.wroteSilently();
  };

  #all(): SessionFollower[] {
    return [...this.#running.values()];
  }
}
