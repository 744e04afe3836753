import { TransportTimeoutError } from "@surreal-sdk/transport";
import type { Uuid } from "@surreal-sdk/values";
import type { CallConnection, CallContext } from "../call/call-context.ts";
import { type RequestOptions, request } from "../call/request.ts";
import type { SessionState } from "../call/session-state.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation } from "../operation/operation.ts";

/**
 * Ends something on the server that nothing else would end, since the client has forgotten it by now. Where the turn of
 * the request does not come in time, it is made again in the background, as long as the connection stands.
 *
 * @internal
 */
export function* endOnServer(
  context: CallContext,
  method: string,
  params: readonly unknown[],
  options: RequestOptions,
): Operation<void> {
  const { state, scope } = context;
  const { epoch } = state;
  try {
    yield* request(context, method, params, options);
  } catch (error) {
    const isLate = error instanceof TransportTimeoutError && error.outcome === "not_sent";
    if (isLate && epoch === state.epoch)
      state.background(ignoreErrors(endOnServer(state.contextOf(scope.speaking), method, params, options)));
    throw error;
  }
}

/** Servers ask for no identity when a transaction is cancelled: it waits for none. @internal */
export const cancelling: RequestOptions = Object.freeze({ ending: true, identity: true });

/**
 * Cancels a transaction of a session, which may be over: nobody waits for that.
 *
 * @internal
 */
export function cancelOnServer(state: CallConnection, scope: SessionState, id: Uuid | undefined): void {
  state.background(ignoreErrors(endOnServer(state.contextOf(scope.speaking), "cancel", [id], cancelling)));
}

/**
 * Ends the transactions of a session that is reset or over. Servers since 3.1 cancel them by themselves.
 *
 * @internal
 */
export function endTransactions({ state, scope }: CallContext): void {
  for (const transaction of [...scope.transactions]) {
    const { isOpen, id } = transaction;
    transaction.endWithSession();
    if (isOpen) cancelOnServer(state, scope, id);
  }
}
