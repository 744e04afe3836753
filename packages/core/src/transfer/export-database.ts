import { type Call, ResponseTooLargeError } from "@surreal-sdk/transport";
import { joinBytes } from "@surreal-sdk/transport/toolkit";
import type { CallContext } from "../call/call-context.ts";
import { timeoutOf, toFacts } from "../call/request.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { SingleFlight } from "../operation/single-flight.ts";
import { ended, type StreamSource } from "../operation/stream-source.ts";
import { type ExportOptions, ExportSelection } from "./export-options.ts";
import { StreamedCall, type Turn } from "./streamed-call.ts";
import { Progress, readyForTransfer } from "./transfer.ts";

/**
 * An export, part by part, with backpressure. Where the engine cannot stream, it is one part.
 *
 * @internal
 */
export class ExportParts implements StreamSource<string | Uint8Array> {
  readonly #context: CallContext;
  readonly #selection: ExportSelection;
  readonly #progress: Progress;
  readonly #decoder: InstanceType<typeof TextDecoder> = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #reading: SingleFlight<void> = new SingleFlight();
  readonly #decode: (turn: Turn) => string | Uint8Array;
  #turns: StreamedCall | undefined;
  #part: string | Uint8Array = "";
  #over = false;
  #bytes = 0;

  constructor(context: CallContext, options: ExportOptions = {}) {
    this.#context = context;
    this.#selection = new ExportSelection(options);
    this.#progress = new Progress(context.state, this.#selection.onProgress);
    // The bytes may lie in memory that the engine uses again.
    this.#decode = this.#selection.isInBytes
      ? ({ frame }) => frame.slice()
      : ({ frame, last }) => this.#decoder.decode(frame, { stream: !last });
  }

  /** The number of bytes received. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether its parts are bytes, not text. */
  get isInBytes(): boolean {
    return this.#selection.isInBytes;
  }

  *next(): Operation<IteratorResult<string | Uint8Array, void>> {
    while (this.#part.length === 0) {
      if (this.#over) return { done: true, value: undefined };
      // Concurrent calls: the first one gets the part, and the others continue.
      yield* wait(this.#reading.run(() => this.#read()));
    }
    const value = this.#part;
    this.#part = "";
    return { done: false, value };
  }

  return(): Operation<IteratorResult<string | Uint8Array, void>> {
    this.#part = "";
    this.#end();
    return ended();
  }

  *#read(): Operation<void> {
    try {
      const turn = this.#turns === undefined ? yield* this.#begin() : yield* wait(this.#turns.proceed());
      if (this.#over) return;
      this.#part = this.#decode(turn);
      this.#bytes += turn.frame.byteLength;
      this.#progress.add(turn.frame.byteLength);
      if (turn.last) this.#end();
    } catch (error) {
      // A consumer that has left does not need the outcome.
      if (this.#over) return;
      this.#end();
      throw error;
    }
  }

  *#begin(): Operation<Turn> {
    const context = this.#context;
    const target = yield* readyForTransfer(context);
    const configuration = yield* this.#selection.forServer(context);
    // A consumer that has left meanwhile needs no call.
    if (this.#over) return yield* wait((resume) => resume.reject(undefined));
    this.#turns = new StreamedCall(context);
    const call: Call = {
      kind: "export",
      frame: context.state.codec.encode(configuration),
      facts: toFacts(context, "export", { target }),
      timeout: timeoutOf(context),
      streamed: context.state.capabilities.exportStream === true,
    };
    return yield* wait(this.#turns.begin(call));
  }

  #end(): void {
    this.#over = true;
    this.#turns?.end();
  }
}

/** @internal */
export function* exportDatabase(context: CallContext, options?: ExportOptions): Operation<string | Uint8Array> {
  const parts = new ExportParts(context, options);
  const { maxMessageBytes } = context.state.options;
  const read: (string | Uint8Array)[] = [];
  for (;;) {
    const { done, value } = yield* parts.next();
    if (done === true) return parts.isInBytes ? joinBytes(read as Uint8Array[]) : read.join("");
    if (parts.bytes > maxMessageBytes) {
      yield* parts.return();
      throw new ResponseTooLargeError(
        `The export has more than ${maxMessageBytes} bytes (maxMessageBytes). Read it part by part with exportStream(), or raise the limit.`,
        { outcome: "failed" },
      );
    }
    read.push(value);
  }
}
