import type { ServedDatabase } from "../database/served-database.ts";
import type { ClientSession } from "./client-session.ts";

const kept = new WeakMap<ServedDatabase, Map<string, Promise<ClientSession>>>();

/** The sessions that outlive the servers of a database, by the ids that their clients chose. */
export function keptSessions(database: ServedDatabase): Map<string, Promise<ClientSession>> {
  const sessions = kept.get(database) ?? new Map<string, Promise<ClientSession>>();
  kept.set(database, sessions);
  return sessions;
}
