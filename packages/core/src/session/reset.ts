import { request } from "../call/request.ts";
import type { Operation } from "../operation/operation.ts";
import type { SessionContext } from "./connection-state.ts";
import { endTransactions } from "./end-on-server.ts";
import { announceIdentity } from "./identity.ts";
import { recordSessionReplay, removeSessionReplays } from "./replays.ts";

/** @internal */
export function* reset(context: SessionContext): Operation<void> {
  const { state, scope } = context;
  yield* request(context, "reset", [], { exclusive: true, identity: true });
  endTransactions(context);
  state.sessionEnded(scope);
  removeSessionReplays(context);
  if (scope.session !== undefined) recordSessionReplay(context);
  scope.clear();
  scope.usesAuthOption = false;
  state.identified(scope);
  announceIdentity(context, "signed-out");
}
