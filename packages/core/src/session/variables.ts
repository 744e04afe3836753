import { quoted } from "@surreal-sdk/values";
import { changing } from "../call/call-order.ts";
import { assertUsable, request } from "../call/request.ts";
import { inValue } from "../call/value-place.ts";
import { assertNotAborted } from "../operation/abort-signals.ts";
import type { Operation } from "../operation/operation.ts";
import type { ConnectionState, SessionContext } from "./connection-state.ts";
import { recordVariableReplay, removeVariableReplay } from "./replays.ts";

const reserved: ReadonlySet<string> = new Set(["access", "auth", "token", "session"]);

/** @internal */
export function* letVariable(context: SessionContext, name: unknown, value: unknown): Operation<void> {
  const checked = checkedName(name, "let");
  assertNotAborted(context.settings.signal);
  if (value === undefined) return yield* unsetVariable(context, checked);
  if (reserved.has(checked)) throw new TypeError(`The variable $${checked} belongs to the server and cannot be set.`);
  // What the caller does to the value afterwards does not matter.
  const copy = copyOf(context.state, value);
  if (context.transaction === undefined)
    return yield* changing(context, (inside) => setVariable(inside, checked, copy), { variable: checked });
  assertUsable(context);
  context.transaction.variables.set(checked, copy);
}

function* setVariable(context: SessionContext, name: string, value: unknown): Operation<void> {
  const { state, scope } = context;
  if (state.capabilities.stateful) {
    yield* request(context, "let", [name, value], { exclusive: true });
    recordVariableReplay(context, name, value);
  } else yield* remembered(context);
  scope.variables.set(name, value);
  scope.lostVariables.delete(name);
  scope.changes.doubtfulVariables.delete(name);
  state.sessionChanged(scope);
}

/** @internal */
export function* unsetVariable(context: SessionContext, name: unknown): Operation<void> {
  const checked = checkedName(name, "unset");
  assertNotAborted(context.settings.signal);
  if (context.transaction === undefined)
    return yield* changing(context, (inside) => removeVariable(inside, checked), { variable: checked });
  assertUsable(context);
  const { variables } = context.transaction;
  // A variable of the session would appear in its place.
  if (context.scope.variables.has(checked)) variables.set(checked, undefined);
  else variables.delete(checked);
}

function* removeVariable(context: SessionContext, name: string): Operation<void> {
  const { state, scope } = context;
  if (state.capabilities.stateful) {
    yield* request(context, "unset", [name], { exclusive: true });
    removeVariableReplay(context, name);
  } else yield* remembered(context);
  scope.variables.delete(name);
  scope.lostVariables.delete(name);
  scope.changes.doubtfulVariables.delete(name);
  state.sessionChanged(scope);
}

/** What is kept here alone is for the connection that comes, not for one that is being closed. */
function* remembered(context: SessionContext): Operation<void> {
  assertUsable(context);
  if (context.state.life.isClosing) yield* context.state.reopened();
}

/** What is sent again later is to be the same, whole floats included. */
function copyOf({ copyingCodec }: ConnectionState, value: unknown): unknown {
  try {
    return copyingCodec.decode(copyingCodec.encode(value));
  } catch (error) {
    throw inValue(error, "value");
  }
}

function checkedName(name: unknown, method: string): string {
  if (typeof name !== "string" || name === "")
    throw new TypeError(`${method}() takes the name of a variable, a string.`);
  if (name.startsWith("$"))
    throw new TypeError(`${method}() takes the name without the dollar: ${quoted(name.slice(1))}.`);
  return name;
}
