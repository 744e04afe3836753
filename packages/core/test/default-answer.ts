import { Uuid } from "@surreal-sdk/values";
import type { Answer, WireRequest } from "./scripted-channel.ts";

/** What a server without data would say. */
export function defaultAnswer({ method, params }: WireRequest): Answer {
  switch (method) {
    case "signin":
    case "signup":
      return { result: token({ ID: "root" }) };
    case "use":
      return { result: { namespace: params[0] ?? undefined, database: params[1] ?? undefined } };
    case "query":
      return { result: [{ status: "OK", time: "1µs", result: [] }] };
    case "version":
      return { result: "surrealdb-3.3.5" };
    case "begin":
    case "live":
      return { result: Uuid.v7() };
    case "import":
      return { result: [] };
    case "export":
      return { frame: new TextEncoder().encode("OPTION IMPORT;\n") };
    default:
      return { result: undefined };
  }
}

/** A token that looks real and proves nothing. */
export function token(claims: Readonly<Record<string, unknown>>, signature = "c2ln"): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS512" })}.${part(claims)}.${signature}`;
}

/** The answer to a query whose statements all went well. */
export function rows(...results: unknown[]): Answer {
  return { result: results.map((result) => ({ status: "OK", time: "1µs", result })) };
}

/** The answer of a server to someone whose token has expired. */
export const expired: Answer = {
  error: {
    kind: "NotAllowed",
    code: -32002,
    message: "The token has expired",
    details: { kind: "Auth", details: { kind: "TokenExpired" } },
  },
};

/** The answer of a server where two transactions collided. */
export const conflict: { readonly error: { readonly message: string; readonly [fact: string]: unknown } } = {
  error: {
    kind: "Internal",
    code: -32000,
    message: "Transaction conflict: Write conflict, retry the transaction. This transaction can be retried",
  },
};

/** The answer of a server that does not accept an identity. */
export const refused: Answer = {
  error: {
    kind: "NotAllowed",
    code: -32002,
    message: "There was a problem with authentication",
    details: { kind: "Auth", details: { kind: "InvalidAuth" } },
  },
};
