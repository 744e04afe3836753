import { TransportTimeoutError } from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { request } from "../call/request.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation } from "../operation/operation.ts";

/**
 * Ends a live query on the server, whose notifications are ignored by now: nothing else would end it. Where the turn of
 * the request does not come in time, it is made again in the background, as long as the connection stands.
 *
 * @param identity - whether it is sent even when the identity was lost
 * @internal
 */
export function* killOnServer(context: CallContext, serverId: string, identity: boolean = false): Operation<void> {
  const { state, scope } = context;
  const { epoch } = state;
  try {
    yield* request(context, "kill", [Uuid.parse(serverId)], { exclusive: true, identity });
  } catch (error) {
    const isLate = error instanceof TransportTimeoutError && error.outcome === "not_sent";
    if (isLate && epoch === state.epoch)
      state.background(ignoreErrors(killOnServer(state.contextOf(scope), serverId, identity)));
    throw error;
  }
}
