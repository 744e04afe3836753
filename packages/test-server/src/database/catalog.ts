import { randomUUID } from "node:crypto";
import { fieldsOf } from "../cbor/fields.ts";
import { arrayItems, readText } from "../cbor/walk.ts";
import { array, NONE, text } from "../cbor/write.ts";
import { type StatementEntry, statementEntries } from "../message/statement-entry.ts";
import type { Place } from "./place.ts";
import type { ServedDatabase } from "./served-database.ts";

/** Where a session is: the place of its token, or the one it has selected. */
export async function placeOf(served: ServedDatabase, session: string): Promise<Place> {
  const params = array([text("RETURN [session::ns(), session::db()]")]);
  const { value } = await served.call({ method: "query", params, session });
  const names = statementEntries(value)[0]?.fields.get("result") ?? array([]);
  const [namespace, database] = (arrayItems(names, 0) ?? []).map(({ start }) => readText(names, start));
  return { namespace, database };
}

/** Reports whether a place exists. Looking does not create it. */
export async function placeExists(served: ServedDatabase, place: Place): Promise<boolean> {
  return (await existingPart(served, place)) === "whole";
}

/** Reports how much of a place exists: the whole, or of a database its namespace alone. Looking does not create it. */
export async function existingPart(served: ServedDatabase, place: Place): Promise<"whole" | "namespace" | "none"> {
  const { namespace, database } = place;
  if (namespace === undefined) return "whole";
  if (!(await definitions(served, {}, "namespaces")).has(namespace)) return "none";
  if (database === undefined) return "whole";
  return (await definitions(served, { namespace }, "databases")).has(database) ? "whole" : "namespace";
}

/** The names of the users of a place, which must exist. */
export async function usersOf(served: ServedDatabase, place: Place): Promise<ReadonlySet<string>> {
  return new Set((await definitions(served, place, "users")).keys());
}

/** The definitions of a kind in a place, which must exist, by their names. */
async function definitions(served: ServedDatabase, place: Place, kind: string): Promise<Map<string, Uint8Array>> {
  const { namespace, database } = place;
  const level = database !== undefined ? "DB" : namespace !== undefined ? "NS" : "ROOT";
  const [entry] = await inBlankSession(served, place, `INFO FOR ${level}`);
  return fieldsOf(fieldsOf(entry?.fields.get("result")).get(kind));
}

/** Executes statements with all permissions, in a session of their own. */
export async function inBlankSession(served: ServedDatabase, place: Place, query: string): Promise<StatementEntry[]> {
  const session = await served.attach(randomUUID());
  const call = (method: string, params: Uint8Array[]) => served.call({ method, params: array(params), session });
  try {
    const { namespace, database } = place;
    if (namespace !== undefined) {
      await call("use", database === undefined ? [text(namespace), NONE] : [text(namespace), text(database)]);
    }
    const answer = await call("query", [text(query)]);
    return answer.failed ? [] : statementEntries(answer.value);
  } finally {
    await served.detach(session);
  }
}
