/** Who is known at a host, and the tokens it gives. A password and a token name their host, so that strays show. */
export interface Claims {
  readonly host: string;
  readonly ID: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: number;
  readonly NS?: string;
  readonly DB?: string;
}

/** The namespace and database in which the record users of every host live. */
export const recordPlace = { namespace: "n", database: "rec" } as const;

/** Credentials for a user of the system, or for a record user (`r…`), which get refresh tokens. */
export function credentials(host: string, name: string): Record<string, unknown> {
  const password = `pw:${host}:${name}`;
  if (!name.startsWith("r")) return { username: name, password };
  return { ...recordPlace, access: "account", variables: { name, pass: password } };
}

/** Makes the text of a token. */
export function tokenOf(claims: Claims): string {
  return `h.${btoa(JSON.stringify(claims)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_")}.s`;
}

/** Reads a token; `undefined` for something else. */
export function claimsOf(token: unknown): Claims | undefined {
  const part = typeof token === "string" ? token.split(".")[1] : undefined;
  if (part === undefined) return undefined;
  return JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/"))) as Claims;
}
