import { TransportTimeoutError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { type RequestOptions, request } from "../call/request.ts";
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
      state.background(ignoreErrors(endOnServer(state.contextOf(scope), method, params, options)));
    throw error;
  }
}
