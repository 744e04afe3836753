const connecting =
  /^(ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)/;

/** `fetch` does not report how far it came; on some platforms the code of the cause does. */
export function isUnsent(error: unknown): boolean {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 4; depth++) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === "string" && connecting.test(code)) return true;
    at = cause;
  }
  return false;
}
