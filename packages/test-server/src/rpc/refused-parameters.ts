import { Duration } from "@surreal-sdk/values";
import { fieldsOf } from "../cbor/fields.ts";
import { isAbsent } from "../cbor/read.ts";
import { arrayItems } from "../cbor/walk.ts";
import { array, map, NULL, text } from "../cbor/write.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import { badGraphqlConfig, dialectNotSupported, invalidParams } from "../message/rpc-error.ts";
import { serverCodec } from "../message/server-codec.ts";
import type { Profile } from "../profile/profile.ts";
import type { ClientSession } from "./client-session.ts";

const isolations: readonly string[] = ["snapshot", "serializable"];

/** Refuses what the version refuses and the database in this process would take or not know. */
export async function refuseParameters(
  database: ServedDatabase,
  profile: Profile,
  session: ClientSession,
  { method, params }: RpcRequest,
): Promise<Answer | undefined> {
  if (method === "graphql") return badGraphqlConfig();
  if (method === "gql") return dialectNotSupported();
  if (method === "query" && profile.takesOptions) return refuseOptions(optionsAt(params, 2), false);
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
  return refuseOptions(optionsAt(params, 0), true);
}

/** The result of `begin`: the transaction alone, or with its options if there were some. */
export function begun(params: Uint8Array, id: Uint8Array): Uint8Array {
  const options = optionsAt(params, 0);
  if (options === undefined) return id;
  return map({ id, isolation: fieldsOf(options).get("isolation") ?? text("snapshot") });
}

function refuseOptions(options: Uint8Array | undefined, takesIsolation: boolean): Answer | undefined {
  if (options === undefined) return undefined;
  const given = serverCodec.decode(options);
  if (!isObject(given)) return invalidParams("Expected options to be object");
  const unknown = Object.keys(given).find((key) => key !== "read_only" && !(takesIsolation && key === "isolation"));
  if (unknown !== undefined) return invalidParams(`Unknown query option \`${unknown}\``);
  const complaint = refuseIsolation(given.isolation) ?? refuseReadOnly(given.read_only);
  return complaint === undefined ? undefined : invalidParams(complaint);
}

function refuseIsolation(level: unknown): string | undefined {
  if (level === undefined || level === null) return undefined;
  if (typeof level !== "string") return "Expected isolation to be a string";
  if (isolations.includes(level.toLowerCase())) return undefined;
  return `Expected isolation to be \`snapshot\` or \`serializable\`, got \`${level}\``;
}

function refuseReadOnly(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isObject(given)) return "Expected read_only to be object";
  const { max_staleness: staleness, strict, ...unknown } = given;
  if (Object.hasOwn(given, "max_staleness") && !(staleness instanceof Duration)) {
    return "Expected max_staleness to be a duration";
  }
  if (Object.hasOwn(given, "strict") && typeof strict !== "boolean") return "Expected strict to be a bool";
  const [other] = Object.keys(unknown);
  return other === undefined ? undefined : `Unknown read_only option \`${other}\``;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function optionsAt(params: Uint8Array, index: number): Uint8Array | undefined {
  const span = (arrayItems(params, 0) ?? [])[index];
  return span === undefined || isAbsent(params, span.start) ? undefined : params.subarray(span.start, span.end);
}
