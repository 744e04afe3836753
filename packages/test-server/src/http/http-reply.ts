import { STATUS_CODES } from "node:http";

/** An answer over HTTP. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Chunks are written with backpressure, and without a length. */
  readonly body?: Uint8Array | string | Iterable<Uint8Array>;
}

/** A request that ends here, with this reply. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly reply: HttpReply;

  constructor(reply: HttpReply) {
    super(`${reply.status} ${STATUS_CODES[reply.status] ?? ""}`);
    this.reply = reply;
  }
}

/** A refusal in plain text, as the layers in front of the routes send it. */
export function plainRefusal(status: number, message: string): HttpRefusal {
  return new HttpRefusal({ status, headers: { "content-type": "text/plain; charset=utf-8" }, body: message });
}

const descriptions: Readonly<Record<number, readonly [string, string]>> = {
  // The misspelling is the server's own, and clients know no other.
  400: [
    "Request problems dectected",
    "There is a problem with your request. Refer to the documentation for further information.",
  ],
  401: [
    "Authentication failed",
    "Your authentication details are invalid. Reauthenticate using valid authentication parameters.",
  ],
  403: ["Forbidden", "Not allowed to do this."],
  404: ["Not found", "The request was made to an endpoint which does not exist."],
  415: [
    "Unsupported media type",
    "The request needs to adhere to certain constraints. Refer to the documentation for supported content types.",
  ],
};

/** A refusal with the JSON body of the routes. */
export function refusal(status: number, information?: string): HttpRefusal {
  const [details, description] = descriptions[status] ?? descriptions[400] ?? [];
  const body = JSON.stringify({ code: status, details, description, information });
  return new HttpRefusal({ status, headers: { "content-type": "application/json" }, body });
}

/** A refusal with the database's message, from which its status is derived as in the real server. */
export function databaseRefusal(message: string): HttpRefusal {
  if (/not allowed|forbidden|not enough permissions/i.test(message)) return refusal(403, message);
  if (/authentication/i.test(message)) return refusal(401, message);
  return refusal(400, message);
}
