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

/**
 * One attempt to connect, and the connection that it led to: the only place that calls an engine. Everything that an
 * engine reports becomes an event, and nothing is reported after its end.
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

  get bufferedBytes(): number {
    return this.#connection?.bufferedBytes ?? 0;
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
    // An engine that throws instead of rejecting is handled the same way.
    new Promise<EngineConnection>((resolve) => resolve(engine.open(context))).then(
      (connection) => this.#opened(connection),
      (cause: unknown) => this.#end({ kind: "open-failed", epoch: this.#epoch, error: toError(cause, engine.name) }),
    );
  }

  /** Stamps the frame and sends it; a refusal is reported as `unsent`. */
  send(request: EngineRequest): void {
    const { engine, framing } = this.#config;
    let outcome: "not_sent" | "unknown" = "not_sent";
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
      this.#connection.send(request);
    } catch (cause) {
      const message = `The ${engine.name} engine failed when it was handed a request.`;
      const error = tellsOutcome(cause) ? cause : new TransportError(message, { cause, outcome });
      this.#report({ kind: "unsent", epoch: this.#epoch, id: request.id, error });
    }
  }

  /** Continues a streamed request. If the engine throws, the request fails. */
  proceed(requestId: string, part: Uint8Array | undefined): void {
    try {
      this.#connection?.proceed?.(requestId, part);
    } catch (cause) {
      const message = `The ${this.#config.engine.name} engine failed in the middle of a request.`;
      const error = new TransportError(message, { cause, outcome: "unknown" });
      this.#report({ kind: "failed", epoch: this.#epoch, id: requestId, error });
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
    const report = (event: ConnectionEvent): void => {
      if (!this.#over) this.#report(event);
    };
    return {
      received: (frame, replyTo) => report({ kind: "received", epoch, frame, replyTo }),
      part: (id, bytes) => report({ kind: "part", epoch, id, bytes }),
      failed: (id, error) => report({ kind: "failed", epoch, id, error }),
      alive: () => report({ kind: "alive", epoch }),
      closed: (error) => this.#end({ kind: "closed", epoch, error }),
    };
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

function tellsOutcome(cause: unknown): cause is Error {
  return isBuiltIn(cause, "Error") && (cause as Partial<TransportError>).outcome !== undefined;
}

function toError(cause: unknown, engine: string): Error {
  if (isBuiltIn(cause, "Error")) return cause;
  return new ConnectionUnavailableError(`The ${engine} engine could not connect.`, { cause, outcome: "not_sent" });
}
