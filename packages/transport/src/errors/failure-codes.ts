/**
 * The class of error for a failure, and its message.
 *
 * @internal
 */
export interface NamedFailure {
  readonly sort: "unavailable" | "protocol" | "tls" | "timeout";
  readonly text: string;
}

const certificate =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|CERT_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERR_TLS_)/;
const plaintext = /wrong version number|packet length too long|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/;

/**
 * Describes a failure by the `code` that Node, undici, Bun and Deno put on their errors.
 *
 * @param url - the address asked, without credentials
 * @returns `undefined` for a code that has no description
 * @internal
 */
export function failureByCode(code: string, message: string, url: string): NamedFailure | undefined {
  const because = code === "" ? message : code;
  if (plaintext.test(message) || plaintext.test(code)) {
    const scheme = url.startsWith("wss:") ? "ws" : "http";
    return { sort: "protocol", text: `${url} does not speak TLS (${because}). Use ${scheme}:// or another port.` };
  }
  if (certificate.test(code)) {
    return {
      sort: "tls",
      text: `The certificate of ${url} is not trusted (${because}). Trust its issuer, or correct it.`,
    };
  }
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    return { sort: "tls", text: `${url} refused the encryption of the connection (${because}).` };
  }
  if (code.startsWith("HPE_")) {
    return {
      sort: "protocol",
      text: `${url} answered with something that is not HTTP (${because}). Does it want TLS?`,
    };
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT") {
    return { sort: "timeout", text: `${url} did not accept a connection in time (${because}).` };
  }
  const hint = hints[code];
  return hint === undefined ? undefined : { sort: "unavailable", text: `No connection to ${url}: ${hint}` };
}

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (ECONNREFUSED). Is the server running?",
  ENOTFOUND: "the host name is unknown (ENOTFOUND).",
  EAI_AGAIN: "the host name cannot be looked up now (EAI_AGAIN).",
  ECONNRESET: "the peer hung up (ECONNRESET). Is something else listening there, or does it want TLS?",
};
