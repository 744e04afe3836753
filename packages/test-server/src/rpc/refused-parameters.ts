import { fieldsOf, textOf } from "../cbor/fields.ts";
import { isAbsent } from "../cbor/read.ts";
import { arrayItems, mapEntries } from "../cbor/walk.ts";
import { array, map, NULL, text } from "../cbor/write.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import { badGraphqlConfig, dialectNotSupported, invalidParams } from "../message/rpc-error.ts";
import type { Profile } from "../profile/profile.ts";
import type { ClientSession } from "./client-session.ts";

const isolations: readonly (string | undefined)[] = ["snapshot", "serializable"];

/** Refuses what the version refuses and the database in this process would take or not know. */
export async function refuseParameters(
  database: ServedDatabase,
  profile: Profile,
  session: ClientSession,
  { method, params }: RpcRequest,
): Promise<Answer | undefined> {
  if (method === "graphql") return badGraphqlConfig();
  if (method === "gql") return dialectNotSupported();
  if (method === "query" && profile.takesOptions) return refuseOptions(optionsAt(params, 2), ["read_only"]);
  if (method !== "unset" || !profile.guardsUnset) return undefined;
  const [name] = arrayItems(params, 0) ?? [];
  if (name === undefined) return undefined;
  // The database itself knows which names it protects.
  const probe = array([params.subarray(name.start, name.end), NULL]);
  const answer = await database.call({ method: "set", params: probe, session: session.engineId });
  return answer.failed ? answer : undefined;
}

/** The parameters of `query` without its options, which the database in this process does not take. */
export function withoutOptions(params: Uint8Array): Uint8Array {
  const items = arrayItems(params, 0) ?? [];
  if (items.length < 3) return params;
  return array(items.slice(0, 2).map(({ start, end }) => params.subarray(start, end)));
}

/** Refuses options of `begin` that do not exist. */
export function refuseBeginOptions(params: Uint8Array): Answer | undefined {
  const options = optionsAt(params, 0);
  const refusal = refuseOptions(options, ["isolation", "read_only"]);
  if (refusal !== undefined || options === undefined) return refusal;
  const fields = fieldsOf(options);
  if (!fields.has("isolation") || isolations.includes(textOf(fields, "isolation"))) return undefined;
  return invalidParams('Expected isolation to be "snapshot" or "serializable"');
}

/** The result of `begin`: the transaction alone, or with its options if there were some. */
export function begun(params: Uint8Array, id: Uint8Array): Uint8Array {
  const options = optionsAt(params, 0);
  if (options === undefined) return id;
  return map({ id, isolation: fieldsOf(options).get("isolation") ?? text("snapshot") });
}

function refuseOptions(options: Uint8Array | undefined, known: readonly string[]): Answer | undefined {
  if (options === undefined) return undefined;
  if (mapEntries(options, 0) === undefined) return invalidParams("Expected the options to be an object");
  const fields = fieldsOf(options);
  const readOnly = fieldsOf(fields.get("read_only"));
  const unknown = [
    ...[...fields.keys()].filter((key) => !known.includes(key)),
    ...[...readOnly.keys()].filter((key) => key !== "max_staleness" && key !== "strict"),
  ];
  return unknown.length === 0 ? undefined : invalidParams(`Unknown option: ${unknown[0]}`);
}

function optionsAt(params: Uint8Array, index: number): Uint8Array | undefined {
  const span = (arrayItems(params, 0) ?? [])[index];
  return span === undefined || isAbsent(params, span.start) ? undefined : params.subarray(span.start, span.end);
}
