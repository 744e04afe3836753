import type { EngineRequest, TransportError } from "@surreal-sdk/transport";
import {
  ConnectionLostError,
  connectFailure,
  ProtocolError,
  RedirectRefusedError,
  ResponseTooLargeError,
  TransportTimeoutError,
} from "@surreal-sdk/transport";
import type { ListNode } from "@surreal-sdk/transport/toolkit";
import {
  BytePile,
  isBuiltIn,
  LONGEST_TIMER,
  type PlatformTimer,
  platformTime,
  quoted,
} from "@surreal-sdk/transport/toolkit";
import type { AnswerHead, AnswerListener, BodyInParts, HttpPool, HttpRequest, StartedRequest } from "./pool.ts";
import type { Route } from "./route.ts";
import { cborContent, foreignText, isErrorFrame, isList } from "./route.ts";
import { statusFailure } from "./status-failure.ts";

/** How much of a refusal's body is read when it is not CBOR. */
const excerpt = 1024;

/** The settings of all exchanges of a connection, and the listener for their outcomes. */
export interface ExchangeTerms {
  readonly maxMessageBytes: number;
  /** Milliseconds for a whole exchange. */
  readonly timeout: number;
  part(exchange: Exchange, bytes: Uint8Array): void;
  /** The outcome of the exchange, once: this or `failed`. */
  received(exchange: Exchange, frame: Uint8Array): void;
  failed(exchange: Exchange, error: TransportError): void;
}

/** One request and its answer: it collects the answer within a limit and a deadline, and checks it. */
export class Exchange implements AnswerListener, ListNode<Exchange> {
  before: Exchange | undefined;
  behind: Exchange | undefined;
  readonly request: EngineRequest;
  readonly #route: Route;
  readonly #http: HttpRequest;
  readonly #terms: ExchangeTerms;
  readonly #body: BytePile = new BytePile();
  /** The bytes that have arrived, held or forwarded. */
  #size = 0;
  #timer: PlatformTimer | undefined;
  #started: StartedRequest | undefined;
  #head: AnswerHead | undefined;
  /** Whether the answer declares that it is CBOR. */
  #isCbor = false;
  #sent = false;
  #settled = false;

  constructor(request: EngineRequest, route: Route, http: HttpRequest, terms: ExchangeTerms) {
    this.request = request;
    this.#route = route;
    this.#http = http;
    this.#terms = terms;
  }

  start(pool: HttpPool): void {
    const { timeout } = this.#terms;
    if (timeout !== Number.POSITIVE_INFINITY) {
      this.#timer = platformTime.setTimeout(() => this.#late(), Math.min(timeout, LONGEST_TIMER));
    }
    this.#started = pool.start(this.#http, this);
  }

  /** Sends the next part of a streamed body, or requests the next part of the answer. */
  proceed(part: Uint8Array | undefined): void {
    if (this.#parts !== undefined) this.#parts.give(part);
    // Deferred: parts that have arrived already would otherwise be reported from inside this call.
    else platformTime.queueMicrotask(() => this.#started?.resume());
  }

  /** Ends the exchange; nothing more is reported about it. Returns whether nothing of it was sent, nor will be. */
  abandon(): boolean {
    if (!this.#settle()) return false;
    this.#started?.end();
    return !this.#sent;
  }

  sent(): void {
    this.#sent = true;
  }

  head(head: AnswerHead): void {
    this.#sent = true;
    this.#head = head;
    const type = head.header("content-type");
    // Nearly all answers have exactly this type.
    this.#isCbor = type !== undefined && (type === "application/cbor" || cborContent.test(type));
    const wrong = this.#wrong(head, type);
    if (wrong !== undefined) this.#fail(wrong);
    else if (this.#isWanted(head) && !this.#passesOn(head)) {
      if (Number(head.header("content-length") ?? 0) > this.#terms.maxMessageBytes) this.#tooLarge();
    }
  }

  chunk(bytes: Uint8Array): void {
    const head = this.#head;
    // The parser emits empty chunks when it resumes and finds nothing yet.
    if (this.#settled || head === undefined || bytes.byteLength === 0) return;
    if (this.#size === 0 && this.#isForeign(head, bytes)) return;
    this.#size += bytes.byteLength;
    if (this.#passesOn(head)) {
      this.#started?.pause();
      this.#terms.part(this, bytes);
      return;
    }
    this.#body.add(bytes);
    if (!this.#isWanted(head)) {
      if (this.#size >= excerpt) this.#refused(head);
    } else if (this.#size > this.#terms.maxMessageBytes) this.#tooLarge();
  }

  end(): void {
    const head = this.#head;
    if (this.#settled || head === undefined) return;
    const length = head.header("content-encoding") === undefined ? head.header("content-length") : undefined;
    if (length !== undefined && Number(length) !== this.#size) {
      this.failed(new Error(`${length} bytes were announced and ${this.#size} came`), true);
    } else if (this.request.kind === "export" && !head.endIsMarked) {
      this.failed(new Error("nothing in the answer marks its end"), true);
    } else if (head.status === 200) this.#deliver();
    else this.#refused(head);
  }

  failed(cause: unknown, sent: boolean): void {
    const { url } = this.#http;
    if (this.#head !== undefined && !this.#isWanted(this.#head)) this.#refused(this.#head);
    else this.#fail(sent ? brokenOff(cause, url) : connectFailure(cause, url));
  }

  /** A captive portal may call its page plain text: that is no backup. Only the first bytes that arrive are examined. */
  #isForeign({ status }: AnswerHead, bytes: Uint8Array): boolean {
    if (this.request.kind !== "export" || status !== 200) return false;
    const text = foreignText(bytes);
    if (text !== undefined) this.#fail(this.#unexpected(`with ${quoted(text)}`));
    return text !== undefined;
  }

  #unexpected(answer: string): TransportError {
    const message = `${this.#http.url} answered ${answer} where ${this.#route.expected} was expected. Is it SurrealDB?`;
    return new ProtocolError(message, { outcome: "unknown" });
  }

  get #parts(): BodyInParts | undefined {
    const { body } = this.#http;
    return isBuiltIn(body, "Uint8Array") ? undefined : body;
  }

  /** What is wrong with an answer, as far as its head shows. */
  #wrong({ status, redirected }: AnswerHead, type: string | undefined): TransportError | undefined {
    if (redirected) {
      const message = `${this.#http.url} redirected the request. Connect to the right address directly.`;
      return new RedirectRefusedError(message, { outcome: "unknown" });
    }
    if (status < 200 || status > 299) return undefined;
    const { cbor, content } = this.#route;
    if (status === 200 && (type === undefined || (cbor ? this.#isCbor : content.test(type)))) return undefined;
    return this.#unexpected(`HTTP ${status} and ${type === undefined ? "no content type" : quoted(type)}`);
  }

  /** Whether the whole body is needed; of other refusals the beginning is enough. */
  #isWanted(head: AnswerHead): boolean {
    return head.status === 200 || this.#isCbor;
  }

  #deliver(): void {
    const body = this.#body.join();
    if (this.#route.cbor && body.byteLength === 0) {
      this.#fail(new ProtocolError(`${this.#http.url} answered with an empty body.`, { outcome: "unknown" }));
    } else if (this.request.kind === "export" && this.#size === 0) this.#fail(this.#unexpected("with an empty body"));
    else if (this.#settle()) this.#terms.received(this, this.#route.frame(body));
  }

  /** An error of the database may arrive with a status of its own; it says more than the status. */
  #refused(head: AnswerHead): void {
    const body = this.#body.join();
    if (this.#route.cbor && this.#isCbor && isErrorFrame(body)) {
      if (this.#settle()) this.#terms.received(this, body);
    } else if (this.#listsFailures(head, body)) this.#deliver();
    else this.#fail(statusFailure(this.#http, this.request.kind, head, this.#isCbor ? new Uint8Array() : body));
  }

  /** From 3.3 on, a server answers an import whose statements failed with 422, and with these statements. */
  #listsFailures({ status }: AnswerHead, body: Uint8Array): boolean {
    return this.request.kind === "import" && status === 422 && this.#isCbor && isList(body);
  }

  /** Whether the body is forwarded as it arrives. That of a refusal is read first. */
  #passesOn(head: AnswerHead): boolean {
    return this.request.streamed === true && this.request.kind === "export" && head.status === 200;
  }

  #tooLarge(): void {
    const message = `${this.#http.url} answered with more than ${this.#terms.maxMessageBytes} bytes (maxMessageBytes).`;
    this.#fail(new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #late(): void {
    const message = `${this.#http.url} did not answer within ${this.#terms.timeout} ms.`;
    this.#fail(new TransportTimeoutError(message, { outcome: this.#sent ? "unknown" : "not_sent" }));
  }

  #fail(error: TransportError): void {
    if (!this.#settle()) return;
    this.#terms.failed(this, error);
    this.#started?.end();
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    platformTime.clearTimeout(this.#timer);
    this.#parts?.give(undefined);
    return true;
  }
}

function brokenOff(cause: unknown, url: string): TransportError {
  const inner = (cause as { cause?: unknown } | undefined)?.cause ?? cause;
  const { code = "", message = "", name } = (inner ?? {}) as { code?: unknown; message?: unknown; name?: unknown };
  const facts = { cause, outcome: "unknown" } as const;
  const because = code === "" ? message : code;
  if (name === "HTTPParserError" || /^(HPE_|UND_ERR_HEADERS_OVERFLOW)/.test(String(code))) {
    return new ProtocolError(`${url} answered with something that is not HTTP (${because}). Does it want TLS?`, facts);
  }
  return new ConnectionLostError(`${url} closed the connection before its answer was complete (${because}).`, facts);
}
