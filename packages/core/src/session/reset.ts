import { request } from "../call/request.ts";
import type { SessionState } from "../call/session-state.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation } from "../operation/operation.ts";
import type { SessionContext } from "./connection-state.ts";
import { endOnServer } from "./end-on-server.ts";
import { announceIdentity } from "./identity.ts";
import { recordSessionReplay, removeSessionReplays } from "./replays.ts";

/** @internal */
export function* reset(context: SessionContext): Operation<void> {
  const { state, scope } = context;
  yield* request(context, "reset", [], { exclusive: true, identity: true });
  endTransactions(context, scope);
  state.sessionEnded(scope);
  removeSessionReplays(context);
  if (scope.session !== undefined) recordSessionReplay(context);
  scope.clear();
  scope.usesAuthOption = false;
  state.identified(scope);
  announceIdentity(context, "signed-out");
}

/** Servers since 3.1 cancel the transactions of a session that is reset or detached; earlier ones are asked to. @internal */
export function endTransactions({ state, scope }: SessionContext, speaking: SessionState): void {
  for (const transaction of [...scope.transactions]) {
    const { isOpen, id } = transaction;
    transaction.endWithSession();
    if (!isOpen) continue;
    const cancelling = endOnServer(state.contextOf(speaking), "cancel", [id], { ending: true, identity: true });
    state.background(ignoreErrors(cancelling));
  }
}
