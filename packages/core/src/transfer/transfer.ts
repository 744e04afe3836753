import { isBuiltIn } from "@surreal-sdk/values";
import type { CallConnection, CallContext } from "../call/call-context.ts";
import { inOrder } from "../call/call-order.ts";
import { assertUsable } from "../call/request.ts";
import { type Operation, wait } from "../operation/operation.ts";

/** How far an export or an import has come. */
export interface TransferProgress {
  /** The bytes that have come in, or that the peer's side has taken. */
  readonly bytes: number;
  /** All of them, where that is known: of an import that was given as a whole. */
  readonly total?: number;
}

/** Is told how far an export or an import has come; what it throws goes to the `error` event, and nobody is stopped. */
export type OnProgress = (progress: TransferProgress) => void;

/** Counts bytes, and tells whoever wants to know. @internal */
export class Progress {
  readonly #events: CallConnection["events"];
  readonly #told: OnProgress | undefined;
  #bytes = 0;
  /** All bytes there will be, where they are known. */
  total: number | undefined;

  /** @throws TypeError when it is not a function that is to be told. */
  constructor({ events }: CallConnection, told: OnProgress | undefined) {
    if (told !== undefined && typeof told !== "function") throw new TypeError("`onProgress` is a function.");
    this.#events = events;
    this.#told = told;
  }

  add(bytes: number): void {
    if (bytes === 0) return;
    this.#bytes += bytes;
    try {
      this.#told?.({ bytes: this.#bytes, ...(this.total === undefined ? {} : { total: this.total }) });
    } catch (thrown) {
      this.#events.emit("error", isBuiltIn(thrown, "Error") ? thrown : new Error("`onProgress` threw."));
    }
  }
}

/**
 * The token and the place go along as headers: where they come from signing in on the connection, or from an earlier
 * call, that must have happened. Yields the namespace and the database of the transfer.
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
    yield* wait<void>((resume) =>
      state.channel.connect({ done: () => resume.resolve(undefined), fail: (error) => resume.reject(error) }),
    );
  }
  return namespace === undefined ? { namespace: scope.namespace, database: scope.database } : { namespace, database };
}
