import { assertUsable, request } from "../call/request.ts";
import { inValue } from "../call/value-place.ts";
import type { Operation } from "../operation/operation.ts";
import type { ConnectionState, SessionContext } from "./connection-state.ts";
import { recordVariableReplay, removeVariableReplay } from "./replays.ts";

const reserved: ReadonlySet<string> = new Set(["access", "auth", "token", "session"]);

/** @internal */
export function* letVariable(context: SessionContext, name: unknown, value: unknown): Operation<void> {
  const checked = checkedName(name, "let");
  if (value === undefined) return yield* unsetVariable(context, checked);
  if (reserved.has(checked)) throw new TypeError(`The variable $${checked} belongs to the server and cannot be set.`);
  const { state, scope } = context;
  const kept = keptHere(context);
  if (kept !== undefined) {
    assertUsable(context);
    // A copy through the codec: what the caller does to the value afterwards does not matter.
    kept.set(checked, copyOf(state, value));
    return;
  }
  const copy = copyOf(state, value);
  yield* request(context, "let", [checked, value], { exclusive: true });
  scope.variables.set(checked, undefined);
  recordVariableReplay(context, checked, copy);
}

/** @internal */
export function* unsetVariable(context: SessionContext, name: unknown): Operation<void> {
  const checked = checkedName(name, "unset");
  const kept = keptHere(context);
  if (kept !== undefined) {
    assertUsable(context);
    kept.delete(checked);
    return;
  }
  yield* request(context, "unset", [checked], { exclusive: true });
  context.scope.variables.delete(checked);
  removeVariableReplay(context, checked);
}

/** Where the other side keeps no variables for us: over HTTP, and inside a transaction. */
function keptHere({ state, scope, transaction }: SessionContext): Map<string, unknown> | undefined {
  if (transaction !== undefined) return transaction.variables;
  return state.capabilities.stateful ? undefined : scope.variables;
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
    throw new TypeError(`${method}() takes the name without the dollar: ${JSON.stringify(name.slice(1))}.`);
  return name;
}
