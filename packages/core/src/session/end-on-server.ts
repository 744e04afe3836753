import { TransportTimeoutError } from "@surreal-sdk/transport";
import { bounded } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import { type RequestOptions, request } from "../call/request.ts";
import { withoutSignal } from "../call/settings.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { drive, type Operation, type Suspension } from "../operation/operation.ts";

/**
 * Starts something on the server. Where the caller has given up before the answer, it is ended there again: nothing else
 * would end it.
 *
 * @param end - ends what the answer names
 * @internal
 */
export function startedOnServer<C extends CallContext>(
  context: C,
  [method, params, options]: readonly [method: string, params: readonly unknown[], options?: RequestOptions],
  end: (asking: C, result: unknown) => Operation<unknown>,
): Suspension<unknown> {
  const asking = withoutSignal(context);
  const { state, settings } = context;
  return bounded(context, (continuation) =>
    drive(request(asking, method, params, options), {
      resolve: (result) => {
        if (settings.signal?.aborted === true) state.background(ignoreErrors(end(asking, result)));
        continuation.resolve(result);
      },
      reject: (error) => continuation.reject(error),
    }),
  );
}

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
