import type { ConnectionStatus } from "@surreal-sdk/transport";
import type { Uuid } from "@surreal-sdk/values";
import { isBuiltIn, quoted } from "@surreal-sdk/values";

import { type Bind, type Later, now, unbound } from "../operation/runner.ts";

/** A change of identity. The event does not contain the tokens; see `tokens` of the connection or the session. */
export interface AuthEvent {
  /**
   * `"signed-in"` by a call or by the `auth` option, `"renewed"` before or after its expiry, `"signed-out"`, or
   * `"lost"`: it could not be restored, and nothing is sent until the next sign-in.
   */
  readonly kind: "signed-in" | "renewed" | "signed-out" | "lost";
  /** Which tokens are new. A refresh token can be used once, so the previous one is useless. */
  readonly tokens: readonly ("access" | "refresh")[];
  /** The id of the attached session whose identity it is; `undefined` for the connection's own. */
  readonly session: string | undefined;
  /** Why it was lost. */
  readonly error?: Error;
}

/** The events of a connection, by name. */
export interface ConnectionEvents {
  /** The status changed; with the reason, if there is one. */
  status: [status: ConnectionStatus, error?: Error];
  /** An error that no call can be rejected with, such as a frame that could not be read. */
  error: [error: Error];
  /** The identity changed, or could not be restored: one event for each change, on every engine. */
  auth: [event: AuthEvent];
  /** A live query may have missed notifications. */
  gap: [event: { readonly id: Uuid; readonly reason: "reconnect" | "overflow"; readonly dropped?: number }];
}

type Listener<E extends keyof ConnectionEvents> = (...args: ConnectionEvents[E]) => void;

/** The part of the process that is used, where there is one. */
interface WarningProcess {
  emitWarning?(message: string, options: { type: string; code: string }): void;
}

/** The most warnings that one process gets. */
const mostWarnings = 100;
const warnings: Set<string> = new Set();

/** Calls listeners by event. An exception in a listener does not affect the others; it is emitted as `error`. */
export class EventEmitter {
  readonly #listeners: { [E in keyof ConnectionEvents]: Set<Listener<E>> } = {
    status: new Set(),
    error: new Set(),
    auth: new Set(),
    gap: new Set(),
  };

  readonly #bind: Bind;
  readonly #later: Later;

  /**
   * @param bind - keeps to a listener the context in which it was handed over
   * @param later - calls a listener where it may call the connection
   */
  constructor(bind: Bind = unbound, later: Later = now) {
    this.#bind = bind;
    this.#later = later;
  }

  /**
   * @throws TypeError when there is no such event, or the listener is not a function.
   */
  on<E extends keyof ConnectionEvents>(event: E, listener: Listener<E>): () => void {
    if (!Object.hasOwn(this.#listeners, event)) {
      throw new TypeError(`There is no event ${quoted(event)}. Events: ${Object.keys(this.#listeners).join(", ")}.`);
    }
    if (typeof listener !== "function") throw new TypeError("A listener is a function.");
    const own: Listener<E> = this.#bind((...args) => listener(...args));
    this.#listeners[event].add(own);
    return () => {
      this.#listeners[event].delete(own);
    };
  }

  emit<E extends keyof ConnectionEvents>(event: E, ...args: ConnectionEvents[E]): void {
    for (const listener of [...this.#listeners[event]]) this.#later(() => this.#call(event, listener, args));
  }

  #call<E extends keyof ConnectionEvents>(event: E, listener: Listener<E>, args: ConnectionEvents[E]): void {
    // It may have been removed since, by another listener for example.
    if (!this.#listeners[event].has(listener)) return;
    try {
      listener(...args);
    } catch (thrown) {
      // An exception in a listener of `error` has no other listener to go to.
      if (event !== "error") this.emit("error", asError(thrown));
    }
  }

  /**
   * Warns the process, once for each message; where there is no process, the `error` event tells.
   *
   * @param code - the code of the warning, by which it can be filtered
   */
  warn(message: string, code: string): void {
    if (warnings.size >= mostWarnings || warnings.has(message)) return;
    warnings.add(message);
    const { process } = globalThis as { readonly process?: WarningProcess };
    if (process?.emitWarning === undefined) this.emit("error", new Error(message));
    else process.emitWarning(message, { type: "SurrealWarning", code });
  }
}

function asError(thrown: unknown): Error {
  return isBuiltIn(thrown, "Error") ? thrown : new Error(`A listener threw ${typeof thrown}.`);
}
