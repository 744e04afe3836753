import {
  ConnectionUnavailableError,
  type EngineConnection,
  type EngineListener,
  type EngineRequest,
  TransportError,
} from "@surreal-sdk/transport";
import { isBuiltIn } from "@surreal-sdk/transport/toolkit";
import type { LinkConfig } from "./link.ts";
import type { ConnectionEvent } from "./machine/events.ts";

type Outcome = NonNullable<TransportError["outcome"]>;

const NO_ERROR = "reported a failure that is not a TransportError with an outcome";

/**
 * One attempt to connect, and the connection that it led to: the only place that calls an engine. Everything that an
 * engine reports becomes an event, and nothing is reported after its end. What violates the contract becomes an error
 * that names the engine: no event is malformed.
 */
export class Attempt {
  readonly #config: LinkConfig;
  readonly #epoch: number;
  readonly #report: (event: ConnectionEvent) => void;
  readonly #controller = new AbortController();
  #connection: EngineConnection | undefined;
  #over = false;
  #ref = true;

  constructor(config: LinkConfig, epoch: number, report: (event: ConnectionEvent) => void) {
    this.#config = config;
    this.#epoch = epoch;
    this.#report = report;
  }

  /** What is not a number of bytes would stop all requests. */
  get bufferedBytes(): number {
    try {
      const bytes = this.#connection?.bufferedBytes ?? 0;
      return Number.isFinite(bytes) ? bytes : 0;
    } catch {
      return 0;
    }
  }

  open(timeout: number): void {
    const { engine, endpoint, options } = this.#config;
    const context = {
      endpoint,
      listener: this.#listener(),
      signal: this.#controller.signal,
      connectTimeout: timeout,
      maxMessageBytes: options.maxMessageBytes,
      headers: options.headers,
    };
    const failed = (cause: unknown, what: string): void =>
      this.#end({ kind: "open-failed", epoch: this.#epoch, error: this.#toError(cause, what, "not_sent") });
    // An engine that throws instead of rejecting is handled the same way.
    new Promise<EngineConnection>((resolve) => resolve(engine.open(context))).then(
      (connection) => {
        if (typeof connection?.send === "function" && typeof connection.close === "function") this.#opened(connection);
        else failed(connection, "opened something that has no send() and close()");
      },
      (cause: unknown) => failed(cause, "could not connect"),
    );
  }

  /** Stamps the frame and sends it; a refusal is reported as `unsent`. */
  send(request: EngineRequest): void {
    const { engine, framing } = this.#config;
    let outcome: "not_sent" | "unknown" = "not_sent";
    const unsent = (cause: unknown): TransportError =>
      tellsOutcome(cause) ? cause : this.#mistake("failed when it was handed a request", cause, outcome);
    try {
      if (request.kind === "rpc") framing.stamp(request.frame, request.id);
      if (this.#connection === undefined) {
        throw new ConnectionUnavailableError("The connection has ended.", { outcome });
      }
      if (request.streamed === true && request.kind !== "rpc" && this.#connection.proceed === undefined) {
        throw new TransportError(`The ${engine.name} engine says that it can stream, and has no proceed().`, {
          outcome,
        });
      }
      outcome = "unknown";
      const sent: unknown = this.#connection.send(request);
      // An `async send()` does not throw.
      if (sent instanceof Promise) sent.catch((cause: unknown) => this.#failed(request.id, unsent(cause)));
    } catch (cause) {
      this.#report({ kind: "unsent", epoch: this.#epoch, id: request.id, error: unsent(cause) });
    }
  }

  /** Continues a streamed request. If the engine throws, the request fails. */
  proceed(requestId: string, part: Uint8Array | undefined): void {
    try {
      this.#connection?.proceed?.(requestId, part);
    } catch (cause) {
      this.#report({
        kind: "failed",
        epoch: this.#epoch,
        id: requestId,
        error: this.#mistake("failed in the middle of a request", cause),
      });
    }
  }

  /** No caller waits for this answer any more. Returns whether the engine says that it sent nothing of the request. */
  release(requestId: string): boolean {
    const connection = this.#connection;
    let answer: unknown;
    void attempted(() => (answer = connection?.abandon?.(requestId)));
    return answer === true;
  }

  setReading(reading: boolean): void {
    const connection = this.#connection;
    void attempted(() => connection?.setReading?.(reading));
  }

  /** Closes the connection gracefully; the end is reported. */
  close(timeout: number): void {
    const connection = this.#connection;
    const closed = (): void => this.#end({ kind: "closed", epoch: this.#epoch });
    attempted(() => connection?.close(timeout)).then(closed);
  }

  /** Ends the attempt or the connection by force; nothing is reported. */
  abandon(): void {
    const connection = this.#connection;
    this.#over = true;
    this.#connection = undefined;
    if (connection === undefined) this.#controller.abort();
    else void attempted(() => connection.close(0));
  }

  setRef(ref: boolean): void {
    const connection = this.#connection;
    if (connection === undefined || ref === this.#ref) return;
    this.#ref = ref;
    void attempted(() => connection.setRef?.(ref));
  }

  #opened(connection: EngineConnection): void {
    this.#connection = connection;
    // No caller waits for it any more.
    if (this.#over) this.abandon();
    else this.#report({ kind: "opened", epoch: this.#epoch });
  }

  #listener(): EngineListener {
    const epoch = this.#epoch;
    const hand = (bytes: unknown, id: string | undefined, event: ConnectionEvent): void => {
      if (isBuiltIn(bytes, "Uint8Array")) this.#tell(event);
      else this.#failed(id, this.#mistake("handed over a frame that is not a Uint8Array"));
    };
    return {
      received: (frame, replyTo) => hand(frame, replyTo, { kind: "received", epoch, frame, replyTo }),
      part: (id, bytes) => hand(bytes, id, { kind: "part", epoch, id, bytes }),
      failed: (id, error) => this.#failed(id, tellsOutcome(error) ? error : this.#mistake(NO_ERROR, error)),
      alive: () => this.#tell({ kind: "alive", epoch }),
      closed: (error?: unknown) =>
        this.#end({ kind: "closed", epoch, error: error === undefined ? error : this.#toError(error, NO_ERROR) }),
    };
  }

  /** A request failed; where it is unknown which, none that is in flight can be waited for. */
  #failed(id: string | undefined, error: TransportError): void {
    if (typeof id === "string") {
      this.#tell({ kind: "failed", epoch: this.#epoch, id, error });
    } else if (!this.#over) {
      this.abandon();
      this.#report({ kind: "closed", epoch: this.#epoch, error });
    }
  }

  #toError(cause: unknown, what: string, outcome?: Outcome): Error {
    return isBuiltIn(cause, "Error") ? cause : this.#mistake(what, cause, outcome);
  }

  /** The error that says what the engine did. */
  #mistake(what: string, cause?: unknown, outcome: Outcome = "unknown"): TransportError {
    return new TransportError(`The ${this.#config.engine.name} engine ${what}.`, { cause, outcome });
  }

  #tell(event: ConnectionEvent): void {
    if (!this.#over) this.#report(event);
  }

  #end(event: ConnectionEvent): void {
    if (this.#over) return;
    this.#over = true;
    this.#connection = undefined;
    this.#report(event);
  }
}

/** Calls the engine where a failure changes nothing. */
async function attempted(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // Closing, releasing and unreferencing are best effort: the link continues as if they had worked.
  }
}

function tellsOutcome(cause: unknown): cause is TransportError {
  return isBuiltIn(cause, "Error") && (cause as Partial<TransportError>).outcome !== undefined;
}
