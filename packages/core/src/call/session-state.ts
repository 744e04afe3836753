import { platformTime } from "@surreal-sdk/transport/toolkit";
import { SingleFlight } from "../operation/single-flight.ts";
import { StateChanges } from "./state-changes.ts";
import { claimsOf, endMargin, type TokenClaims, type Tokens } from "./tokens.ts";
import type { TransactionState } from "./transaction-state.ts";

/**
 * The current state of one session: the connection's own, or an attached one. It changes only after the server has
 * accepted the change. The tokens are private, so that no inspection shows them.
 */
export class SessionState {
  /** The id of an attached session; `undefined` for the connection's own. */
  readonly session: string | undefined;
  namespace: string | undefined;
  database: string | undefined;
  /** The variables. Where the peer keeps none, they are sent with each query. */
  readonly variables: Map<string, unknown> = new Map();
  /** Why nothing can be sent on this session any more. */
  ended: Error | undefined;
  /** The identity could not be restored; requests fail with it until there is a new one. */
  unauthenticated: Error | undefined;
  /** Whether the identity is the one of the `auth` option. */
  usesAuthOption = true;
  /** Conflicts of its replays in one attempt to connect, and the time of the first one. */
  conflicts: { readonly attempt: number; readonly since: number; readonly count: number } | undefined;
  /** Whether there has been an identity. */
  wasIdentified = false;
  /** Variables that the server has refused to set again: queries that read them fail until they are set or unset. */
  readonly lostVariables: Map<string, Error> = new Map();
  /** The server has refused to select the place again: what runs there fails until one is selected. */
  lostPlace: Error | undefined;
  /** The place that {@link SessionState.lostPlace} is about, where it is not shown as in force any more. */
  leftPlace: { readonly namespace: string; readonly database: string | undefined } | undefined;
  /** How often the identity has been renewed. */
  renewals = 0;
  /** The calls of an attached session that are not answered yet; the connection's own is never closed before them. */
  readonly calls: Set<object> | undefined;
  /** The transactions that may be open. */
  readonly transactions: Set<TransactionState> = new Set();
  /** One renewal of the identity serves all callers that wait for one. */
  readonly renewal: SingleFlight<boolean> = new SingleFlight();
  /** The requested changes that are not answered yet. */
  readonly changes: StateChanges = new StateChanges();
  /** How many identities were proven whose token cannot be read. */
  #unread = 0;
  #identity = guest;
  #tokens: Tokens | undefined;
  #proof: IdentityProof | undefined;
  #restoration: Restoration = new Restoration(0);
  /**
   * Milliseconds since 1970. Checked before each request: a timer would keep the process alive, and is limited to 25
   * days.
   */
  #renewAt: number | undefined;

  readonly #expiryMargin: number | undefined;

  /** @param expiryMargin - milliseconds, if the user has set them */
  constructor(session?: string, expiryMargin?: number) {
    this.session = session;
    this.calls = session === undefined ? undefined : new Set();
    this.#expiryMargin = expiryMargin;
  }

  get tokens(): Tokens | undefined {
    return this.#tokens;
  }

  set tokens(tokens: Tokens | undefined) {
    this.#tokens = tokens;
    const claims = tokens === undefined ? {} : claimsOf(tokens.access);
    this.#renewAt = renewalTime(claims, this.#expiryMargin);
    if (tokens === undefined) this.#identity = guest;
    else if (claims.subject !== undefined) this.#identity = identityOf(claims);
    else if (this.#identity === guest) this.signedIn();
  }

  /** Distinguishes identities; renewing the token of one keeps it. */
  get identity(): string {
    return this.#identity;
  }

  /** The user has signed in: where the token cannot be read, that may be another user than before. */
  signedIn(): void {
    if (this.#tokens === undefined || claimsOf(this.#tokens.access).subject !== undefined) return;
    this.#unread += 1;
    this.#identity = `token ${this.#unread}`;
  }

  /** What will prove the identity on the next connection. It stays when it was refused on one. Secret. */
  get proof(): IdentityProof | undefined {
    return this.#proof;
  }

  set proof(proof: IdentityProof | undefined) {
    this.#proof = proof;
  }

  /** The progress of restoring the identity in one attempt to connect; each attempt starts from the beginning. */
  restorationIn(attempt: number): Restoration {
    if (this.#restoration.attempt !== attempt) this.#restoration = new Restoration(attempt);
    return this.#restoration;
  }

  /** What was sent last in one attempt to connect to prove the identity. */
  proofIn(attempt: number): IdentityProof | undefined {
    return this.restorationIn(attempt).proof ?? this.#proof;
  }

  /** Whether the token expires so soon that it should be renewed before it is used. */
  get isExpiringSoon(): boolean {
    return this.#renewAt !== undefined && platformTime.dateNow() >= this.#renewAt;
  }

  /** Uses a token until it expires: nothing can renew it, or renewing has failed. */
  stopRefreshing(): void {
    this.#renewAt = undefined;
  }

  /** Whether there is less of it than the user has made. */
  get isIncomplete(): boolean {
    return this.lostPlace !== undefined || this.lostVariables.size > 0;
  }

  /** Names this session in replay labels. */
  get label(): string {
    return this.session ?? "default";
  }

  /** Resets to the state of a new session. */
  clear(): void {
    this.namespace = undefined;
    this.database = undefined;
    this.variables.clear();
    this.tokens = undefined;
    this.#proof = undefined;
    // Another channel counts its attempts from the start.
    this.#restoration = new Restoration(0);
    this.lostVariables.clear();
    this.lostPlace = undefined;
    this.leftPlace = undefined;
    this.wasIdentified = false;
    this.unauthenticated = undefined;
    this.usesAuthOption = true;
  }

  /** The same session, for the requests that end it and what runs in it. */
  closing(): SessionState {
    return new SessionState(this.session);
  }

  /** What a request may be sent in that only ends something. */
  get speaking(): SessionState {
    return this.ended === undefined ? this : this.closing();
  }
}

/** The request that proves an identity. */
export interface IdentityProof {
  readonly method: string;
  readonly parameter: unknown;
  /** The tokens that it proves, unless the server answers with some. */
  readonly tokens?: Tokens | undefined;
}

/** The identity of a session that has not signed in. */
const guest = "guest";

function identityOf({ namespace, database, access, subject }: TokenClaims): string {
  return JSON.stringify([namespace, database, access, subject]);
}

/** The progress of restoring a session's identity in one attempt to connect. */
export class Restoration {
  readonly attempt: number;
  /** How many ways have been tried. */
  step = 0;
  #proof: IdentityProof | undefined;

  constructor(attempt: number) {
    this.attempt = attempt;
  }

  /** What was tried last, unless that was the first. */
  get proof(): IdentityProof | undefined {
    return this.#proof;
  }

  set proof(proof: IdentityProof | undefined) {
    this.#proof = proof;
  }
}

/** When to renew a token; `undefined` when it has no expiry, or has expired already by this machine's clock. */
function renewalTime(claims: TokenClaims, wanted: number | undefined): number | undefined {
  const { issued, expires } = claims;
  if (expires === undefined) return undefined;
  const end = expires * 1_000;
  const now = platformTime.dateNow();
  if (end <= now) return undefined;
  if (wanted !== undefined) return end - Math.min(wanted, (end - (issued === undefined ? now : issued * 1_000)) / 2);
  return end - endMargin(claims);
}
