import { mapEntries, readText } from "../cbor/walk.ts";

/** The names of a claim in a token. */
const CLAIMS: readonly (readonly string[])[] = [
  ["ID", "id", "https://surrealdb.com/id", "https://surrealdb.com/record"],
  ["NS", "ns", "https://surrealdb.com/ns", "https://surrealdb.com/namespace"],
  ["DB", "db", "https://surrealdb.com/db", "https://surrealdb.com/database"],
  ["AC", "ac", "https://surrealdb.com/ac", "https://surrealdb.com/access"],
];

/**
 * Returns the user of a token, as a text to compare: the identity and the level. Roles may change, and do not count.
 * The signature is not verified: the database has just accepted or issued the token.
 *
 * @returns `undefined` for a text that is not a token
 */
export function principalOf(token: string | undefined): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString("utf8"));
    const facts = new Map(Object.entries(claims as object));
    return JSON.stringify(CLAIMS.map((names) => facts.get(names.find((name) => facts.has(name)) ?? "") ?? null));
  } catch {
    return undefined;
  }
}

/** Reads the access token in a CBOR value, alone or with a refresh token. */
export function readAccessToken(bytes: Uint8Array, offset: number): string | undefined {
  const access = mapEntries(bytes, offset)?.find(({ key }) => key === "access");
  return readText(bytes, access?.value.start ?? offset);
}
