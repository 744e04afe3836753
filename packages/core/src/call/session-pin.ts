import { SessionChangedError } from "../errors/core-errors.ts";
import type { CallContext } from "./call-context.ts";

/** The place and the identity of a session. */
interface Standing {
  readonly endpoint: string;
  readonly namespace: string | undefined;
  readonly database: string | undefined;
  readonly identity: string;
  /** The number of a change of one of these that was not answered, or 0. */
  readonly doubt: number;
}

/** The facts in the order in which a difference is reported, and their names in messages. */
const facts = [
  ["endpoint", "another server"],
  ["identity", "another identity"],
  ["namespace", "another namespace"],
  ["database", "another database"],
  ["doubt", "a place or an identity that is not known, because a change was not answered,"],
] as const;

/**
 * Binds several requests to the place and the identity of the first one: a transaction, the pages of `rows()`.
 */
export class SessionPin {
  readonly #subject: string;
  #standing: Standing | undefined;

  /** @param subject - what is bound, as a message begins with it: `"The transaction"` */
  constructor(subject: string) {
    this.#subject = subject;
  }

  /** A first request was answered: binds to the current state of the session. */
  hold(context: CallContext): void {
    this.#standing ??= standingOf(context);
  }

  /**
   * Compares the session with its state at the first request. Where the peer keeps the state, only the answer to a
   * first request may show its place and identity.
   *
   * @throws SessionChangedError when it is another one; nothing was sent then.
   */
  check(context: CallContext): void {
    if (!context.state.capabilities.stateful) this.hold(context);
    const before = this.#standing;
    if (before === undefined) return;
    const now = standingOf(context);
    const changed = facts.find(([fact]) => before[fact] !== now[fact]);
    if (changed === undefined) return;
    throw new SessionChangedError(
      `${this.#subject} cannot go on: its session has changed to ${changed[1]} since it began. Nothing was sent. Give it a session of its own with newSession(), or change the session when it is over.`,
      { outcome: "not_sent", retrySafe: false },
    );
  }
}

function standingOf({ state, scope }: CallContext): Standing {
  const { namespace, database, identity, changes } = scope;
  // Where each request says its place and its token, no answer means that nothing has changed.
  const doubt = state.capabilities.stateful ? changes.doubt : 0;
  return { endpoint: state.endpoint.rawUrl, namespace, database, identity, doubt };
}
