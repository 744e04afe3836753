import { TransportTimeoutError } from "@surreal-sdk/transport";
import { isBuiltIn } from "@surreal-sdk/values";
import { established } from "../call/bounded.ts";
import type { CallConnection, CallContext } from "../call/call-context.ts";
import { inOrder } from "../call/call-order.ts";
import { assertUsable, timeoutOf } from "../call/request.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { unbound } from "../operation/runner.ts";

/** The progress of an export or an import. */
export interface TransferProgress {
  /** The bytes that were received, or that the peer has accepted. */
  readonly bytes: number;
  /** The total number of bytes, if it is known: for an import that was passed as a whole. */
  readonly total?: number;
}

/** Called with the progress of an export or an import. An exception in it is emitted as `error` and stops nothing. */
export type OnProgress = (progress: TransferProgress) => void;

/** Counts bytes, and reports them to the listener. @internal */
export class Progress {
  readonly #events: CallConnection["events"];
  readonly #listener: OnProgress | undefined;
  #bytes = 0;
  /** The total number of bytes, if it is known. */
  total: number | undefined;

  /** @throws TypeError when the listener is not a function. */
  constructor({ events, services }: CallConnection, listener: OnProgress | undefined) {
    if (listener !== undefined && typeof listener !== "function") throw new TypeError("`onProgress` is a function.");
    this.#events = events;
    this.#listener = listener === undefined ? undefined : (services.bind ?? unbound)(listener);
  }

  add(bytes: number): void {
    if (bytes === 0) return;
    this.#bytes += bytes;
    try {
      this.#listener?.({ bytes: this.#bytes, ...(this.total === undefined ? {} : { total: this.total }) });
    } catch (thrown) {
      this.#events.emit("error", isBuiltIn(thrown, "Error") ? thrown : new Error("`onProgress` threw."));
    }
  }
}

/**
 * The request carries the token and the place as headers: if they come from signing in on the connection, or from an
 * earlier call, that must be complete. Returns the namespace and the database of the transfer.
 *
 * @internal
 */
export function* readyForTransfer(
  calling: CallContext,
): Operation<{ readonly namespace: string | undefined; readonly database: string | undefined }> {
  const { state, scope } = calling;
  const context = scope.changes.isSettled ? calling : yield* inOrder(calling);
  assertUsable(context);
  const { namespace, database } = scope;
  yield* state.prepare(context);
  if (state.capabilities.stateful) {
    yield* wait(established(context, { timeout: timeoutOf(context), late: notConnected }));
  }
  if (scope.lostPlace !== undefined) throw scope.lostPlace;
  return namespace === undefined ? { namespace: scope.namespace, database: scope.database } : { namespace, database };
}

function notConnected(timeout: number): TransportTimeoutError {
  return new TransportTimeoutError(`Nothing was sent within ${timeout} ms: there was no connection.`, {
    outcome: "not_sent",
  });
}
