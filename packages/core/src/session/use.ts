import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { failureOf, toResponses } from "../call/reply.ts";
import { request } from "../call/request.ts";
import { claimsOf } from "../call/tokens.ts";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { despiteConflicts } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { recordUseReplay } from "./replays.ts";

/** What `use` selects: a name; `null` for none; left out, what is in force stays. */
export interface UseTarget {
  readonly namespace?: string | null;
  readonly database?: string | null;
}

/** @internal */
export function* use(context: SessionContext, given: readonly unknown[]): Operation<void> {
  const target = toTarget(given);
  const { scope } = context;
  const namespace = checkedName(target.namespace, "namespace");
  let database = checkedName(target.database, "database");
  const inForce = namespace === undefined ? scope.namespace : namespace;
  if (typeof database === "string" && typeof inForce !== "string") {
    throw new TypeError("use(): a database needs a namespace, and none is in force: pass both.");
  }
  // Without a namespace there can be no database; the server would keep the name of the old one.
  if (namespace === null) database = null;
  // A database on its own is sent with the namespace in force: alone, it can bring a server down that has none.
  const wanted = typeof database === "string" ? inForce : namespace;
  // Sent along already with this request, names that cannot travel are refused before they are in force.
  const next = {
    namespace: wanted === undefined ? scope.namespace : (wanted ?? undefined),
    database: database === undefined ? scope.database : (database ?? undefined),
  };
  const result = yield* despiteConflicts(context, (current) =>
    request(current, "use", [wanted, database], { exclusive: true, target: next }),
  );
  const selected = {
    namespace: reported(result, "namespace", next.namespace),
    database: reported(result, "database", next.database),
  };
  if (isHeldByToken(context, selected)) yield* assertReached(context, selected);
  scope.namespace = selected.namespace;
  scope.database = selected.database;
  scope.lostPlace = undefined;
  recordUseReplay(context);
  context.state.sessionChanged(scope);
}

/** A namespace and a database. */
interface Place {
  readonly namespace: string | undefined;
  readonly database: string | undefined;
}

/** Where each request shows its token, the token of a namespace or a database may decide where statements run. */
function isHeldByToken({ state, scope }: CallContext, { namespace, database }: Place): boolean {
  if (state.capabilities.stateful || scope.tokens === undefined) return false;
  const claims = claimsOf(scope.tokens.access);
  const leaves = claims.namespace !== undefined && claims.namespace !== namespace;
  return leaves || (claims.database !== undefined && claims.database !== database);
}

/** @throws UnsupportedFeatureError when statements run somewhere else than where they are sent. */
function* assertReached(context: CallContext, target: Place): Operation<void> {
  const params = ["RETURN [session::ns(), session::db()]", {}];
  const responses = toResponses(yield* request(context, "query", params, { target }));
  const failure = failureOf(responses, "use");
  if (failure !== undefined) throw failure;
  const found = responses[0]?.result;
  const [namespace, database] = Array.isArray(found) ? found : [];
  if ((namespace ?? undefined) === target.namespace && (database ?? undefined) === target.database) return;
  throw new UnsupportedFeatureError(
    `use(): over HTTP this server runs the statements of this identity in ${JSON.stringify(`${namespace}/${database}`)} alone, and the selection was not changed. Sign in at a higher level, or connect by WebSocket.`,
    { feature: "use" },
  );
}

function toTarget(given: readonly unknown[]): UseTarget {
  const [first, second] = given;
  if (given.length <= 1 && typeof first === "object" && first !== null) {
    return knownOptions(first, ["namespace", "database"], "use");
  }
  if (given.length < 2 || second === undefined || first === undefined) {
    throw new TypeError(
      "use() takes a namespace and a database, or an object: use({ namespace }) or use({ database }).",
    );
  }
  return { namespace: first as string | null, database: second as string | null };
}

function checkedName(name: unknown, what: string): string | null | undefined {
  if (name === undefined || name === null) return name;
  if (typeof name !== "string")
    throw new TypeError(`use(): the ${what} is a string, or null for none, not ${typeof name}.`);
  if (name === "") throw new TypeError(`use(): the name of the ${what} is empty. Pass null for none.`);
  return name;
}

/** Servers of the 3.x series report what is in force now; older ones report nothing. */
function reported(result: unknown, name: string, expected: string | undefined): string | undefined {
  if (typeof result !== "object" || result === null || !Object.hasOwn(result, name)) return expected;
  const value = field(result, name);
  return typeof value === "string" ? value : undefined;
}
