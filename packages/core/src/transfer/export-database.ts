import { type Call, ResponseTooLargeError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { timeoutOf, toFacts } from "../call/request.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { SingleFlight } from "../operation/single-flight.ts";
import { ended, type StreamSource } from "../operation/stream-source.ts";
import { StreamedCall, type Turn } from "./streamed-call.ts";
import { type OnProgress, Progress, readyForTransfer } from "./transfer.ts";

/** What an export holds. Omitted means the server's default: everything but old versions. */
export interface ExportOptions {
  readonly users?: boolean;
  readonly accesses?: boolean;
  readonly params?: boolean;
  readonly functions?: boolean;
  readonly analyzers?: boolean;
  readonly sequences?: boolean;
  /** All tables or none, those that are named, or all but those that are named. */
  readonly tables?: boolean | readonly string[] | { readonly exclude: readonly string[] };
  readonly records?: boolean;
  /** Old versions of records, where the storage is versioned. */
  readonly versions?: boolean;
  /** Is told how many bytes have come in so far. What it throws goes to the `error` event. */
  readonly onProgress?: OnProgress;
}

const exportKeys: readonly (keyof ExportOptions)[] = [
  "users",
  "accesses",
  "params",
  "functions",
  "analyzers",
  "sequences",
  "tables",
  "records",
  "versions",
  "onProgress",
];

/**
 * An export, part by part: nothing more of it is read than was asked for. Where the engine cannot give parts, it is one.
 *
 * @internal
 */
export class ExportParts implements StreamSource<string> {
  readonly #context: CallContext;
  readonly #configuration: Readonly<Record<string, unknown>>;
  readonly #progress: Progress;
  readonly #decoder: InstanceType<typeof TextDecoder> = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #reading: SingleFlight<void> = new SingleFlight();
  #turns: StreamedCall | undefined;
  #text = "";
  #over = false;
  #bytes = 0;

  constructor(context: CallContext, options: ExportOptions = {}) {
    const { onProgress, ...configuration } = knownOptions(options, exportKeys, "export");
    this.#context = context;
    this.#configuration = Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== undefined));
    this.#progress = new Progress(context.state, onProgress);
  }

  /** How many bytes have come in. */
  get bytes(): number {
    return this.#bytes;
  }

  *next(): Operation<IteratorResult<string, void>> {
    while (this.#text === "") {
      if (this.#over) return { done: true, value: undefined };
      // Several may ask at once: the part goes to the first, and the others go on.
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
      // Whoever has left does not want to know how it ended.
      if (this.#over) return;
      this.#end();
      throw error;
    }
  }

  *#begin(): Operation<Turn> {
    const context = this.#context;
    const target = yield* readyForTransfer(context);
    // Whoever has left meanwhile wants nothing made.
    if (this.#over) return yield* wait((resume) => resume.reject(undefined));
    this.#turns = new StreamedCall(context);
    const call: Call = {
      kind: "export",
      frame: context.state.codec.encode(this.#configuration),
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
