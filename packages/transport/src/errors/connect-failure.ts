import { failureByCode } from "#failure-codes";
import {
  ConnectionUnavailableError,
  ProtocolError,
  TlsError,
  type TransportError,
  TransportTimeoutError,
} from "./transport-error.ts";

const sorts = {
  unavailable: ConnectionUnavailableError,
  protocol: ProtocolError,
  tls: TlsError,
  timeout: TransportTimeoutError,
};

/**
 * Creates the error of a connection that could not be made, by the `code` that Node, undici, Bun and Deno put on their
 * errors or on the causes of them. Nothing was sent in any case.
 *
 * @param cause - what the platform raised
 * @param url - the address asked, without credentials
 * @internal
 */
export function connectFailure(cause: unknown, url: string): TransportError {
  const { code, message } = innermost(cause);
  const { sort, text } = failureByCode(code, message, url) ?? {
    sort: "unavailable",
    text: `No connection to ${url}: ${code === "" ? message : code}.`,
  };
  return new sorts[sort](text, { cause, outcome: "not_sent" });
}

/**
 * Platforms wrap errors: `fetch failed` holds the error of the socket, and that one an error for each address tried.
 */
function innermost(error: unknown): { code: string; message: string } {
  let found = { code: "", message: "the platform gives no reason" };
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    const { code, message, cause, errors } = at as Record<"code" | "message" | "cause" | "errors", unknown>;
    if (typeof message === "string" && message !== "") found = { code: found.code, message };
    if (typeof code === "string") return { code, message: found.message };
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return found;
}
