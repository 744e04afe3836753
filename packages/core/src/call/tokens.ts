import { platformTime } from "@surreal-sdk/transport/toolkit";
import { field, textField } from "../errors/server-error.ts";
import { InvalidCredentialsError } from "../errors/specific-errors.ts";
import { typeName } from "./type-name.ts";

/** The result of signing in. Both are secrets: do not log them. */
export interface Tokens {
  /** The JSON Web Token of the identity. */
  readonly access: string;
  /** Renews the access token once; only from access methods `WITH REFRESH`. */
  readonly refresh?: string;
}

/** Tokens that a program has kept, as `authenticate()` takes them back. */
export interface KeptTokens {
  readonly access: string;
  readonly refresh?: string | undefined;
}

const tokenShape = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * Converts the answer of signin, signup and refresh: a token, or a pair.
 *
 * @internal
 */
export function toTokens(result: unknown): Tokens | undefined {
  const access = typeof result === "string" ? result : textField(result, "access");
  if (access === undefined) return undefined;
  const refresh = textField(result, "refresh");
  return { access, ...(refresh === undefined ? {} : { refresh }) };
}

/**
 * Validates a token that a caller passed.
 *
 * @throws TypeError when it is not text; InvalidCredentialsError when it does not have the form of a JSON Web Token.
 * The message does not contain it.
 * @internal
 */
export function checkedToken(given: unknown, method: string): Tokens {
  const access = typeof given === "string" ? given : field(given, "access");
  if (typeof access !== "string") {
    throw new TypeError(`${method}() takes an access token or the tokens that signin() gave, not ${typeName(given)}.`);
  }
  if (!tokenShape.test(access)) {
    throw new InvalidCredentialsError({
      kind: "NotAllowed",
      message: `${method}() takes a JSON Web Token: three parts of base64url with dots between them. What was given has another shape.`,
      outcome: "not_sent",
      retrySafe: false,
    });
  }
  const refresh = textField(given, "refresh");
  return { access, ...(refresh === undefined ? {} : { refresh }) };
}

/** Whether it is the tokens of a sign-in, not credentials. */
export function isTokens(source: unknown): source is KeptTokens {
  if (typeof source !== "object" || source === null) return false;
  const keys = Object.keys(source);
  return keys.includes("access") && keys.every((key) => key === "access" || key === "refresh");
}

/** The claims of a token that the SDK uses. They are read, not verified. */
export interface TokenClaims {
  readonly namespace?: string;
  readonly database?: string;
  /** The access method that issued it, if one did. */
  readonly access?: string;
  /** The user or the record. */
  readonly subject?: string;
  /** Seconds since 1970. */
  readonly issued?: number;
  /** Seconds since 1970. */
  readonly expires?: number;
}

/**
 * Reads the claims of a token; none if it cannot be read.
 *
 * @internal
 */
export function claimsOf(token: string): TokenClaims {
  const claims = payload(token.split(".")[1] ?? "");
  const namespace = firstText(claims, ["NS", "ns", `${claimSpace}ns`, `${claimSpace}namespace`]);
  const database = firstText(claims, ["DB", "db", `${claimSpace}db`, `${claimSpace}database`]);
  const access = firstText(claims, ["AC", "ac", `${claimSpace}ac`, `${claimSpace}access`]);
  const subject = firstText(claims, ["ID", "id", `${claimSpace}id`, `${claimSpace}record`]);
  const expires = field(claims, "exp");
  const issued = field(claims, "iat");
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(database === undefined ? {} : { database }),
    ...(access === undefined ? {} : { access }),
    ...(subject === undefined ? {} : { subject }),
    ...(typeof issued === "number" ? { issued } : {}),
    ...(typeof expires === "number" ? { expires } : {}),
  };
}

/** Milliseconds before its end from which on a token is about to end; for a short-lived one, a tenth of its life. */
const longestMargin = 60_000;

/** @internal */
export function endMargin({ issued, expires }: TokenClaims): number {
  const life = issued === undefined || expires === undefined ? longestMargin * 10 : (expires - issued) * 1_000;
  return Math.min(longestMargin, life / 10);
}

/**
 * Whether a token has ended, or is about to: the clock of the server may be ahead.
 *
 * @internal
 */
export function isEnding(token: string | undefined): boolean {
  const claims = token === undefined ? {} : claimsOf(token);
  return claims.expires !== undefined && claims.expires * 1_000 - endMargin(claims) <= platformTime.dateNow();
}

/** Issuers that do not allow claims with short names use URLs: the server reads those as well. */
const claimSpace = "https://surrealdb.com/";

function firstText(claims: unknown, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = textField(claims, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function payload(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64Url(part)));
  } catch {
    return undefined;
  }
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
