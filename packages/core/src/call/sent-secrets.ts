/** The methods whose parameters prove an identity. */
const proving: ReadonlySet<string> = new Set(["signin", "signup", "authenticate", "refresh", "revoke"]);
/** The names of credentials and variables that are secret: passwords, keys, tokens, codes. */
const secretName = /pass|pwd|secret|key|token|refresh|access|pin|code|otp/i;
/** Shorter texts stand in every message. */
const shortest = 4;
/** How deep credentials and errors are searched. */
const deepest = 16;

/**
 * Masks in an error of the server the secrets that the request has sent: a message that repeats them would put
 * passwords into logs.
 *
 * @param error - what the server sent, of any shape
 * @param params - the parameters of the request
 * @internal
 */
export function withoutSentSecrets(error: unknown, method: string, params: readonly unknown[]): unknown {
  if (params.length === 0 || !proving.has(method)) return error;
  const secrets = [...secretsIn(params, true, 0)].flatMap(spellings).filter((text) => text.length >= shortest);
  // The longest first: one may contain another.
  secrets.sort((a, b) => b.length - a.length);
  return secrets.length === 0 ? error : masked(error, secrets, 0);
}

function* secretsIn(value: unknown, isSecret: boolean, depth: number): Generator<string> {
  if (typeof value === "string" && isSecret) yield value;
  if (typeof value !== "object" || value === null || depth > deepest) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* secretsIn(inner, Array.isArray(value) ? isSecret : secretName.test(name), depth + 1);
  }
}

/** A text as it is, and as servers quote it. */
function spellings(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1), text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")];
}

function masked(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === "string") return secrets.reduce((text, secret) => text.replaceAll(secret, "…"), value);
  if (typeof value !== "object" || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((inner) => masked(inner, secrets, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === "kind" ? inner : masked(inner, secrets, depth + 1)]),
  );
}
