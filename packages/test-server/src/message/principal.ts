import { mapEntries, readText } from "../cbor/walk.ts";

/** The names of a claim in a token. */
const CLAIMS: readonly (readonly string[])[] = [
  ["ID", "id", "https://surrealdb.com/id", "https://surrealdb.com/record"],
  ["NS", "ns", "https://surrealdb.com/ns", "https://surrealdb.com/namespace"],
  ["DB", "db", "https://surrealdb.com/db", "https://surrealdb.com/database"],
  ["AC", "ac", "https://surrealdb.com/ac", "https://surrealdb.com/access"],
];

/** A user: the identity and the level. Roles may change, and do not count. */
export interface Principal {
  /** The name of a system user, or the record id of a record user. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly database: string | undefined;
  /** The access method of a record user or a bearer. */
  readonly access: string | undefined;
}

/**
 * Returns the user of a token. The signature is not verified: the database has just accepted or issued the token.
 *
 * @returns `undefined` for a text that is not a token
 */
export function principalOf(token: string | undefined): Principal | undefined {
  const facts = claimsOf(token);
  if (facts === undefined) return undefined;
  const [name, namespace, database, access] = CLAIMS.map((names) => {
    const value = facts.get(names.find((one) => facts.has(one)) ?? "");
    return typeof value === "string" ? value : undefined;
  });
  return { name, namespace, database, access };
}

/** The claims of a token; `undefined` for a text that is not a token. */
export function claimsOf(token: string | undefined): ReadonlyMap<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString("utf8"));
    return new Map(Object.entries(claims as object));
  } catch {
    return undefined;
  }
}

/** Whether two users are the same one. */
export function samePrincipal(one: Principal | undefined, other: Principal | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Reads the access token in a CBOR value, alone or with a refresh token. */
export function readAccessToken(bytes: Uint8Array, offset: number): string | undefined {
  const access = mapEntries(bytes, offset)?.find(({ key }) => key === "access");
  return readText(bytes, access?.value.start ?? offset);
}
