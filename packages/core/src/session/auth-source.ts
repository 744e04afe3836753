import { TransportTimeoutError } from "@surreal-sdk/transport";
import { bounded } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import type { AuthSource, ResolvedOptions } from "../call/options.ts";
import type { RuntimeServices } from "../call/runtime-services.ts";
import { typeName } from "../call/type-name.ts";
import type { CallScope } from "../operation/call-scope.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import { unbound } from "../operation/runner.ts";

/**
 * Returns the value of the `auth` option, or what its function returns; `null` to stay anonymous. The result is only for
 * the connection that was open when the SDK called the function.
 *
 * @throws ConnectionClosedError when the connection was closed, or pointed elsewhere, before the function answered.
 * @internal
 */
export function* resolveAuth({ state }: CallContext): Operation<AuthSource | null> {
  const { life, askAuth, services, options } = state;
  const { auth } = options;
  const { number } = life;
  life.assertNotClosed();
  const source = askAuth === undefined ? auth : yield* wait(services.fromPromise(askAuth()));
  life.assertIs(number);
  if (typeof source === "string" || (typeof source === "object" && source !== null)) return source as AuthSource;
  if (source === null && typeof auth === "function") return null;
  throw new TypeError(
    `The \`auth\` option is to give credentials or a token, or null for none; it gave ${typeName(source)}.`,
  );
}

/**
 * What asks the `auth` option, where it is a function: in the context in which it was handed over, and within the scope
 * that tells what it calls.
 *
 * @internal
 */
export function toAsk(
  auth: ResolvedOptions["auth"],
  { bind = unbound }: RuntimeServices,
  asking: CallScope,
): (() => unknown) | undefined {
  // The scope is entered inside of the context, or it would not be seen there.
  return typeof auth === "function" ? bind(() => asking.run(() => auth())) : undefined;
}

/**
 * Waits for something that may ask the `auth` function, and no longer than the caller wants to wait.
 *
 * @internal
 */
export function awaitAuth<T>(context: CallContext, timeout: number, start: Suspension<T>): Suspension<T> {
  return bounded(context, start, { timeout, late: notAnswered });
}

function notAnswered(timeout: number): Error {
  return new TransportTimeoutError(
    `Nothing was sent within ${timeout} ms: the \`auth\` function has not answered. If it uses the connection that asks it, it waits for itself: let it use another one.`,
    { outcome: "not_sent" },
  );
}
