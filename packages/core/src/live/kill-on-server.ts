import { Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import type { Operation } from "../operation/operation.ts";
import { despiteConflicts } from "../session/conflicts.ts";
import { endOnServer } from "../session/end-on-server.ts";

/**
 * Ends a live query on the server, whose notifications are ignored by now.
 *
 * @param identity - whether it is sent even when the identity was lost
 * @internal
 */
export function killOnServer(context: CallContext, serverId: string, identity: boolean = false): Operation<void> {
  const params = [Uuid.parse(serverId)];
  return despiteConflicts(context, (current) => endOnServer(current, "kill", params, { exclusive: true, identity }));
}
