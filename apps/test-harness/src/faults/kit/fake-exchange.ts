import type { FakePeer } from "./fake-peer.ts";

/** One request as the fake server understood it. */
export interface FakeRequest {
  readonly id: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly session: string | undefined;
  readonly txn: string | undefined;
  /** Which connection brought it, counted from 1. */
  readonly connection: number;
  /** What came beside it: the headers of the HTTP request. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a scripted server says when it refuses. */
export interface FakeFailure {
  readonly code: number;
  readonly message: string;
  readonly kind?: string;
  readonly details?: unknown;
}

/** A script throws it to answer with an error instead of a result. */
export class Refusal extends Error {
  readonly failure: FakeFailure;

  constructor(failure: FakeFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A script returns it to answer nothing; it can still answer later through the peer. */
export const SILENCE: unique symbol = Symbol("silence");

/** Decides what becomes of a request: its return value is the result. Running it is what "executed" means. */
export type Script = (request: FakeRequest, peer: FakePeer) => unknown;

/** The answer of a query of one statement. */
export function statement(result: unknown): readonly object[] {
  return [{ status: "OK", time: "1ms", result }];
}

/** The server's word for an expired token. */
export function expired(): Refusal {
  const details = { kind: "Auth", details: { kind: "TokenExpired" } };
  return new Refusal({ code: -32002, kind: "NotAllowed", message: "The token has expired", details });
}

/** The server's word for a session that it does not know. */
export function sessionNotFound(id: string): Refusal {
  const details = { kind: "Session", details: { id } };
  return new Refusal({ code: -32000, kind: "NotFound", message: `Session not found: ${id}`, details });
}
