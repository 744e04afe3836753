import {
  ConnectionUnavailableError,
  ProtocolError,
  TlsError,
  type TransportError,
  TransportTimeoutError,
} from "./transport-error.ts";

const certificate =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|CERT_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERR_TLS_)/;
const plaintext = /wrong version number|packet length too long|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/;

/**
 * Names the failure of a connection that could not be made, by the `code` that Node, undici, Bun and Deno put on
 * their errors or on the causes of them. Whatever it is, nothing was sent.
 *
 * @param cause - what the platform raised
 * @param url - the address asked, without credentials
 * @internal
 */
export function connectFailure(cause: unknown, url: string): TransportError {
  const { code, message } = innermost(cause);
  const facts = { cause, outcome: "not_sent" } as const;
  const because = code === "" ? message : code;
  if (plaintext.test(message) || plaintext.test(code)) {
    const scheme = url.startsWith("wss:") ? "ws" : "http";
    return new ProtocolError(`${url} does not speak TLS (${because}). Use ${scheme}:// or another port.`, facts);
  }
  if (certificate.test(code)) {
    return new TlsError(
      `The certificate of ${url} is not trusted (${because}). Trust its issuer, or correct it.`,
      facts,
    );
  }
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    return new TlsError(`${url} refused the encryption of the connection (${because}).`, facts);
  }
  if (code.startsWith("HPE_")) {
    return new ProtocolError(`${url} answered with something that is no HTTP (${because}). Does it want TLS?`, facts);
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT") {
    return new TransportTimeoutError(`${url} did not take a connection in time (${because}).`, facts);
  }
  return new ConnectionUnavailableError(`No connection to ${url}: ${hints[code] ?? because}.`, facts);
}

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (ECONNREFUSED). Is the server running?",
  ENOTFOUND: "the host name is unknown (ENOTFOUND)",
  EAI_AGAIN: "the host name cannot be looked up now (EAI_AGAIN)",
  ECONNRESET: "the peer hung up (ECONNRESET). Is something else listening there, or does it want TLS?",
};

/** Platforms wrap: `fetch failed` holds the error of the socket, and that one an error for each address tried. */
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
