import { type Answer, errorKind, errorMessage } from "../message/answer.ts";
import { AUTHENTICATION_PROBLEM } from "../message/rpc-error.ts";
import type { Profile } from "../profile/profile.ts";

/** An answer over HTTP. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Chunks are written with backpressure, and without a length. */
  readonly body?: Uint8Array | string | Iterable<Uint8Array>;
}

/** A request that ends here, with a reply in the words of the server's version. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly reply: (profile: Profile) => HttpReply;

  constructor(reply: HttpReply | ((profile: Profile) => HttpReply)) {
    super("The request was refused.");
    this.reply = typeof reply === "function" ? reply : () => reply;
  }
}

/** A refusal in plain text, as the layers in front of the routes send it. */
export function plainRefusal(status: number, message: string): HttpRefusal {
  return new HttpRefusal(plainReply(status, message));
}

/** A reply in plain text. */
export function plainReply(status: number, message: string): HttpReply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: message };
}

const descriptions: Readonly<Record<number, readonly [string, string]>> = {
  400: [
    "Request problems detected",
    "There is a problem with your request. Refer to the documentation for further information.",
  ],
  401: [
    "Authentication failed",
    "Your authentication details are invalid. Reauthenticate using valid authentication parameters.",
  ],
  403: ["Forbidden", "Not allowed to do this."],
  404: ["Not found", "The requested resource was not found."],
  415: [
    "Unsupported media type",
    "The request needs to adhere to certain constraints. Refer to the documentation for supported content types.",
  ],
  429: [
    "Too many requests",
    "Too many authentication attempts were made from this client address. Wait before retrying.",
  ],
  503: [
    "Service unavailable",
    "The server is still starting up and cannot serve this request yet. Retry once the instance is ready.",
  ],
  504: [
    "Query timeout",
    "The request exceeded the configured query timeout. Reduce the work performed by the request or raise the timeout.",
  ],
};

/** A refusal with the JSON body of the routes. */
export function refusal(status: number, information?: string): HttpRefusal {
  return new HttpRefusal((profile) => jsonReply(profile, status, information));
}

/** A refusal that a client may try again after a second. */
export function passingRefusal(status: 429 | 503, information: string): HttpRefusal {
  return new HttpRefusal((profile) => {
    const { headers, ...reply } = jsonReply(profile, status, information);
    return { ...reply, headers: { ...headers, "retry-after": "1" } };
  });
}

/** A refusal with the database's message, from which old servers derive the status. */
export function databaseRefusal(message: string): HttpRefusal {
  return new HttpRefusal((profile) => jsonReply(profile, statusOfMessage(message), message));
}

/** A refusal with an error of the database: its kind decides about the status, or on old servers its message. */
export function errorRefusal(error: Answer): HttpRefusal {
  const message = errorMessage(error);
  return new HttpRefusal((profile) => {
    if (!profile.statusByKind) return jsonReply(profile, statusOfMessage(message), message);
    const status = statusOfKind(error);
    return jsonReply(profile, status, status === 401 ? AUTHENTICATION_PROBLEM : message);
  });
}

function jsonReply(profile: Profile, code: number, information: string | undefined): HttpReply {
  const [details, description] = descriptions[code] ?? descriptions[400] ?? [];
  // Old servers misspell it.
  const spelled = profile.statusByKind ? details : details?.replace("detected", "dectected");
  const body = JSON.stringify({ code, details: spelled, description, information });
  return { status: code, headers: { "content-type": "application/json" }, body };
}

function statusOfMessage(message: string): number {
  if (/not allowed|forbidden|not enough permissions/i.test(message)) return 403;
  return /authentication/i.test(message) ? 401 : 400;
}

/** The kinds of authentication errors that are about rights and not about who the client is. */
const rights: readonly (string | undefined)[] = ["NotAllowed", "InvalidRole"];

function statusOfKind(error: Answer): number {
  const { kind, details } = errorKind(error);
  const [outer, inner] = details;
  if (kind === "Query" && outer === "TimedOut") return 504;
  if (kind === "NotAllowed") return outer === "Auth" && !rights.includes(inner) ? 401 : 403;
  return kind === "NotFound" ? 404 : 400;
}
