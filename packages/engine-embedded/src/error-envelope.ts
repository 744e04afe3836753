/** An error in the form that a SurrealDB 3 server would have sent. */
export interface DatabaseError {
  readonly code: number;
  readonly kind: string;
  readonly detail: string;
  readonly message: string;
  /** The exact reason, for the error's `cause`. */
  readonly reason?: string | undefined;
}

/** SurrealDB's answer to bytes that it cannot read, and to an answer that it cannot encode. */
export function parseError(reason: string): DatabaseError {
  return { code: -32700, kind: "Validation", detail: "Parse", message: "Parse error", reason };
}

/** SurrealDB's answer to a request with an invalid field. */
export function invalidRequest(reason: string): DatabaseError {
  return { code: -32600, kind: "Validation", detail: "InvalidRequest", message: "Invalid request", reason };
}

/** SurrealDB's answer where a namespace is needed and none is selected. */
export const namespaceEmpty: DatabaseError = {
  code: -32600,
  kind: "Validation",
  detail: "NamespaceEmpty",
  message: "Specify a namespace to use",
};

/**
 * Translates the plain text with which the native module rejects. It rejects only for bytes: those of a request that
 * it cannot read, and those of an answer (one that contains a Regex) that it cannot encode.
 */
export function fromRejection(reason: string): DatabaseError {
  return reason === "Invalid request" ? invalidRequest(reason) : parseError(reason);
}

/** The envelope `{error: …}` of an error, in CBOR. */
export function errorEnvelope(error: DatabaseError): Uint8Array {
  const bytes: number[] = [0xa1];
  text(bytes, "error");
  errorMap(bytes, error, () => {
    if (error.reason === undefined) bytes.push(...none);
    else errorMap(bytes, { code: -32000, kind: "Internal", message: error.reason }, () => bytes.push(...none));
  });
  return Uint8Array.from(bytes);
}

const none = [0xc6, 0xf6];

function errorMap(
  bytes: number[],
  error: { code: number; kind: string; message: string; detail?: string },
  cause: () => void,
): void {
  bytes.push(error.detail === undefined ? 0xa4 : 0xa5);
  text(bytes, "cause");
  cause();
  text(bytes, "code");
  const negative = -1 - error.code;
  bytes.push(0x39, negative >> 8, negative & 0xff);
  if (error.detail !== undefined) {
    text(bytes, "details");
    bytes.push(0xa1);
    text(bytes, "kind");
    text(bytes, error.detail);
  }
  text(bytes, "kind");
  text(bytes, error.kind);
  text(bytes, "message");
  text(bytes, error.message);
}

function text(bytes: number[], value: string): void {
  const utf8 = new TextEncoder().encode(value.slice(0, 1000));
  if (utf8.length < 24) bytes.push(0x60 | utf8.length);
  else bytes.push(0x79, utf8.length >> 8, utf8.length & 0xff);
  bytes.push(...utf8);
}
