import type { CallContext } from "../call/call-context.ts";
import { onceSettled } from "../call/call-order.ts";
import type { Operation } from "../operation/operation.ts";

/**
 * Waits until nothing changes the session: it may be at another place until its renewal has ended, and the next one may
 * begin meanwhile.
 *
 * @internal
 */
export function* undisturbed(context: CallContext): Operation<void> {
  do {
    yield* context.state.undisturbed(context);
    yield* onceSettled(context);
  } while (context.scope.renewal.isRunning);
}
