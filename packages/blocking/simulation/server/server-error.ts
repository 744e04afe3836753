/** An error as a server of the 3.x series sends it. */
export interface SentError {
  readonly code: number;
  readonly message: string;
  readonly kind: string;
  readonly details?: unknown;
}

/** Thrown inside the scripted server for what it refuses. */
export class Refusal extends Error {
  readonly sent: SentError;

  constructor(kind: string, message: string, details?: unknown, code = -32000) {
    super(message);
    this.sent = { code, message, kind, ...(details === undefined ? {} : { details }) };
  }
}

export function refusedToken(kind: "TokenExpired" | "InvalidAuth" | "SessionExpired", session: string): Refusal {
  const details = { kind: "Auth", details: { kind } };
  return new Refusal("NotAllowed", `${kind} [session ${session}]`, details, -32002);
}

export function unknownSession(session: string): Refusal {
  return new Refusal("NotFound", `Session not found [session ${session}]`, {
    kind: "Session",
    details: { id: session },
  });
}
