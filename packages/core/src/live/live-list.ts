import type { CallContext } from "../call/call-context.ts";
import { readReply } from "../call/reply.ts";
import { exchange } from "../call/request.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { lastId } from "./live-answer.ts";
import type { LiveStart } from "./live-start.ts";

/**
 * Makes the server read its list of a table's live queries again, after one was started. Before 3.3, a write at the same
 * time can leave it without the new one, which then never hears of anything: the server drops its copy of the list
 * before the LIVE statement is committed, and the write makes another copy. It drops that with the next LIVE or KILL
 * statement for the table, so a second live query is started, and ended at once.
 *
 * @param start - how the live query was started
 * @param end - ends a live query on the server
 * @internal
 */
export function* renewLiveList(
  context: CallContext,
  start: LiveStart,
  end: (serverId: string) => void,
): Operation<void> {
  const call = start.onThisConnection();
  if (call === undefined) return;
  const started = (reply: Uint8Array): void => {
    const id = lastId(readReply(context.state.codec, reply, "live"));
    if (id !== undefined) end(id.toJSON());
  };
  started(yield* wait(exchange(context, { ...call, begins: true }, started)));
}
