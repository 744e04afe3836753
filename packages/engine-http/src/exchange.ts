import type { RequestKind, TransportError } from "@surreal-sdk/transport";
import {
  ConnectionLostError,
  connectFailure,
  ProtocolError,
  RedirectRefusedError,
  ResponseTooLargeError,
  TransportTimeoutError,
} from "@surreal-sdk/transport";
import type { AnswerHead, AnswerListener, BodyInParts, HttpPool, HttpRequest, StartedRequest } from "./pool.ts";
import type { Route } from "./route.ts";
import { isErrorFrame } from "./route.ts";
import { statusFailure } from "./status-failure.ts";

const longestTimer = 2 ** 31 - 1;
/** How much of a refusal's body is read when it is not CBOR. */
const excerpt = 1024;

/** What one exchange is made of. */
export interface ExchangeOrder {
  readonly kind: RequestKind;
  readonly route: Route;
  readonly http: HttpRequest;
  /** Whether an answer that is wanted is passed on in parts. */
  readonly inParts: boolean;
  readonly maxMessageBytes: number;
  /** Milliseconds for all of it. */
  readonly timeout: number;
}

/** Hears how an exchange ended, once, and before that of its parts. */
export interface ExchangeListener {
  part(bytes: Uint8Array): void;
  received(frame: Uint8Array): void;
  failed(error: TransportError): void;
}

/** One request and its answer: collected under a limit and a deadline, and judged. */
export class Exchange implements AnswerListener {
  readonly #order: ExchangeOrder;
  readonly #listener: ExchangeListener;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #started: StartedRequest | undefined;
  #head: AnswerHead | undefined;
  #sent = false;
  #settled = false;

  constructor(order: ExchangeOrder, listener: ExchangeListener) {
    this.#order = order;
    this.#listener = listener;
  }

  start(pool: HttpPool): void {
    const { http, timeout } = this.#order;
    if (timeout !== Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.#late(), Math.min(timeout, longestTimer));
    }
    this.#started = pool.start(http, this);
  }

  /** Takes the next part of a body that is sent in parts, or lets the next part of the answer come. */
  proceed(part: Uint8Array | undefined): void {
    if (this.#parts !== undefined) this.#parts.give(part);
    // A turn later: what has arrived already would be reported from inside of this call.
    else queueMicrotask(() => this.#started?.resume());
  }

  /** Ends the exchange; nothing more is reported of it. */
  abandon(): void {
    if (this.#settle()) this.#started?.end();
  }

  sent(): void {
    this.#sent = true;
  }

  head(head: AnswerHead): void {
    this.#sent = true;
    this.#head = head;
    const wrong = this.#wrong(head);
    if (wrong !== undefined) this.#fail(wrong);
    else if (isWanted(head) && !this.#passesOn(head)) {
      if (Number(head.header("content-length") ?? 0) > this.#order.maxMessageBytes) this.#tooLarge();
    }
  }

  chunk(bytes: Uint8Array): void {
    const head = this.#head;
    // The parser gives empty chunks when it goes on and finds nothing yet.
    if (this.#settled || head === undefined || bytes.byteLength === 0) return;
    this.#size += bytes.byteLength;
    if (this.#passesOn(head)) {
      this.#started?.pause();
      this.#listener.part(bytes);
      return;
    }
    this.#chunks.push(bytes);
    if (!isWanted(head)) {
      if (this.#size >= excerpt) this.#refused(head);
    } else if (this.#size > this.#order.maxMessageBytes) this.#tooLarge();
  }

  end(): void {
    const head = this.#head;
    if (this.#settled || head === undefined) return;
    const length = head.header("content-encoding") === undefined ? head.header("content-length") : undefined;
    if (length !== undefined && Number(length) !== this.#size) {
      this.failed(new Error(`${length} bytes were announced and ${this.#size} came`), true);
    } else if (this.#order.kind === "export" && !head.endIsMarked) {
      this.failed(new Error("nothing in it marks its end"), true);
    } else if (head.status === 200) this.#deliver();
    else this.#refused(head);
  }

  failed(cause: unknown, sent: boolean): void {
    const { url } = this.#order.http;
    if (this.#head !== undefined && !isWanted(this.#head)) this.#refused(this.#head);
    else this.#fail(sent ? brokenOff(cause, url) : connectFailure(cause, url));
  }

  get #parts(): BodyInParts | undefined {
    const { body } = this.#order.http;
    return body instanceof Uint8Array ? undefined : body;
  }

  /** What can be told from the head alone. */
  #wrong(head: AnswerHead): TransportError | undefined {
    const { http, route } = this.#order;
    const facts = { outcome: "unknown" } as const;
    if (head.redirected) {
      return new RedirectRefusedError(
        `${http.url} redirected the request. Connect to the right address directly.`,
        facts,
      );
    }
    if (head.status < 200 || head.status > 299) return undefined;
    const type = head.header("content-type");
    if (head.status === 200 && (!route.cbor || type === undefined || isCbor(type))) return undefined;
    const answer = `HTTP ${head.status} and ${type === undefined ? "no content type" : JSON.stringify(type)}`;
    return new ProtocolError(`${http.url} answered ${answer} where CBOR was expected. Is it a SurrealDB?`, facts);
  }

  #deliver(): void {
    const { route, http } = this.#order;
    const body = this.#body();
    if (route.cbor && body.byteLength === 0) {
      this.#fail(new ProtocolError(`${http.url} answered with an empty body.`, { outcome: "unknown" }));
    } else if (this.#settle()) this.#listener.received(route.frame(body));
  }

  /** An error of the database may come with a status of its own; it says more than the status. */
  #refused(head: AnswerHead): void {
    const { route, http, kind } = this.#order;
    const body = this.#body();
    if (route.cbor && isCbor(head.header("content-type") ?? "") && isErrorFrame(body)) {
      if (this.#settle()) this.#listener.received(body);
    } else this.#fail(statusFailure(http, kind, head, body));
  }

  /** Whether the body is passed on as it comes. That of a refusal is read first. */
  #passesOn(head: AnswerHead): boolean {
    return this.#order.inParts && head.status === 200;
  }

  #body(): Uint8Array {
    const [first = new Uint8Array()] = this.#chunks;
    if (this.#chunks.length < 2) return first;
    const body = new Uint8Array(this.#size);
    let offset = 0;
    for (const chunk of this.#chunks) {
      body.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return body;
  }

  #tooLarge(): void {
    const { http, maxMessageBytes } = this.#order;
    const message = `${http.url} answered with more than ${maxMessageBytes} bytes (maxMessageBytes).`;
    this.#fail(new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #late(): void {
    const { http, timeout } = this.#order;
    const message = `${http.url} did not answer within ${timeout} ms.`;
    this.#fail(new TransportTimeoutError(message, { outcome: this.#sent ? "unknown" : "not_sent" }));
  }

  #fail(error: TransportError): void {
    if (!this.#settle()) return;
    this.#listener.failed(error);
    this.#started?.end();
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#parts?.give(undefined);
    return true;
  }
}

/** Whether the whole body is of use; of other refusals the beginning is enough. */
function isWanted(head: AnswerHead): boolean {
  return head.status === 200 || isCbor(head.header("content-type") ?? "");
}

function isCbor(contentType: string): boolean {
  return /^\s*application\/cbor\s*(;|$)/i.test(contentType);
}

function brokenOff(cause: unknown, url: string): TransportError {
  const { code = "", message = "" } = (cause ?? {}) as { code?: unknown; message?: unknown };
  const facts = { cause, outcome: "unknown" } as const;
  if (/^(HPE_|UND_ERR_HEADERS_OVERFLOW)/.test(String(code))) {
    return new ProtocolError(`${url} answered with something that is no HTTP (${code}).`, facts);
  }
  const because = code === "" ? message : code;
  return new ConnectionLostError(`${url} broke off before its answer was complete (${because}).`, facts);
}
