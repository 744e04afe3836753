import { type Call, ResponseTooLargeError } from "@surreal-sdk/transport";
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
export class ExportParts implements StreamSource<string> {
  readonly #context: CallContext;
  readonly #selection: ExportSelection;
  readonly #progress: Progress;
  readonly #decoder: InstanceType<typeof TextDecoder> = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #reading: SingleFlight<void> = new SingleFlight();
  #turns: StreamedCall | undefined;
  #text = "";
  #over = false;
  #bytes = 0;

  constructor(context: CallContext, options: ExportOptions = {}) {
    this.#context = context;
    this.#selection = new ExportSelection(options);
    this.#progress = new Progress(context.state, this.#selection.onProgress);
  }

  /** The number of bytes received. */
  get bytes(): number {
    return this.#bytes;
  }

  *next(): Operation<IteratorResult<string, void>> {
    while (this.#text === "") {
      if (this.#over) return { done: true, value: undefined };
      // Concurrent calls: the first one gets the part, and the others continue.
      yield* wait(this.#reading.run(() => this.#read()));
    }
    const value = this.#text;
    this.#text = "";
    return { done: false, value };
  }

  return(): Operation<IteratorResult<string, void>> {
    this.#text = "";
    this.#end();
    return ended();
  }

  *#read(): Operation<void> {
    try {
      const turn = this.#turns === undefined ? yield* this.#begin() : yield* wait(this.#turns.proceed());
      if (this.#over) return;
      this.#text = this.#decoder.decode(turn.frame, { stream: !turn.last });
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
export function* exportDatabase(context: CallContext, options?: ExportOptions): Operation<string> {
  const parts = new ExportParts(context, options);
  const { maxMessageBytes } = context.state.options;
  let text = "";
  for (;;) {
    const { done, value } = yield* parts.next();
    if (done === true) return text;
    if (parts.bytes > maxMessageBytes) {
      yield* parts.return();
      throw new ResponseTooLargeError(
        `The export has more than ${maxMessageBytes} bytes (maxMessageBytes). Read it part by part with exportStream(), or raise the limit.`,
        { outcome: "failed" },
      );
    }
    text += value;
  }
}
