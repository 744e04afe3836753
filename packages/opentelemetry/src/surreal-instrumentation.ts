import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import type { RequestReport, RequestStart } from "@surreal-sdk/core";
import { type Recording, RequestSpans, type SpansInFlight } from "./request-spans.ts";

const name = "@surreal-sdk/opentelemetry";
const version = "0.1.0";

/** The options of {@link SurrealInstrumentation}. */
export interface SurrealInstrumentationOptions {
  /** Whether it records from the beginning. Default: true. */
  readonly enabled?: boolean;
  /**
   * Whether spans have the text of statements: at most 200 characters, with `'…'` in place of literals, and never
   * parameters. Default: true.
   */
  readonly statements?: boolean;
  /** Whether requests outside of a trace have no span. Their duration is recorded all the same. Default: false. */
  readonly requireParent?: boolean;
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider;
}

const keys = ["enabled", "statements", "requireParent", "tracerProvider", "meterProvider"];

/**
 * Records the requests of all connections in this process, in both modes, by the semantic conventions for databases: a
 * span of kind CLIENT for each, and the histogram `db.client.operation.duration`. Servers from 3.1 on receive the span as
 * parent of theirs.
 *
 * It has what `registerInstrumentations` of OpenTelemetry expects, and works without it.
 *
 * @throws TypeError for an unknown option.
 * @example
 * ```ts
 * const instrumentation = new SurrealInstrumentation();
 * const db = AsyncSurreal("ws://localhost:8000");
 * await db.query("SELECT * FROM user"); // a span named SELECT, inside the active one
 * instrumentation.disable();
 * ```
 */
export class SurrealInstrumentation {
  /** The name of the instrumentation. */
  readonly instrumentationName: string = name;
  /** The version of the instrumentation. */
  readonly instrumentationVersion: string = version;
  #recording: Recording;
  #spans: RequestSpans | undefined;
  /** Kept when the options change, so that a span that began before ends. */
  readonly #inFlight: SpansInFlight = new WeakMap();
  #isEnabled = false;

  constructor(options: SurrealInstrumentationOptions = {}) {
    this.#recording = recordingOf(options);
    if (options.enabled !== false) this.enable();
  }

  /** Starts recording. */
  enable(): void {
    if (this.#isEnabled) return;
    this.#isEnabled = true;
    subscribe("surreal-sdk:request:start", this.#begun);
    subscribe("surreal-sdk:request", this.#ended);
  }

  /** Stops recording. Spans of requests in flight are not ended. */
  disable(): void {
    this.#isEnabled = false;
    unsubscribe("surreal-sdk:request:start", this.#begun);
    unsubscribe("surreal-sdk:request", this.#ended);
  }

  /** Records spans with another provider. */
  setTracerProvider(tracerProvider: TracerProvider): void {
    this.#change({ tracerProvider });
  }

  /** Records metrics with another provider. */
  setMeterProvider(meterProvider: MeterProvider): void {
    this.#change({ meterProvider });
  }

  /** Sets the options; those that are left out have their defaults, except the providers and `enabled`, which stay. */
  setConfig(options: SurrealInstrumentationOptions = {}): void {
    const { tracerProvider, meterProvider } = this.#recording;
    const { tracerProvider: tracers = tracerProvider, meterProvider: meters = meterProvider } = options;
    this.#change({ ...recordingOf(options), tracerProvider: tracers, meterProvider: meters });
    if (options.enabled === true) this.enable();
    else if (options.enabled === false) this.disable();
  }

  /** The options in force. */
  getConfig(): SurrealInstrumentationOptions {
    const { statements, requireParent } = this.#recording;
    return { enabled: this.#isEnabled, statements, requireParent };
  }

  #change(changed: Partial<Recording>): void {
    this.#recording = { ...this.#recording, ...changed };
    this.#spans = undefined;
  }

  /** Made when it is first needed: the global providers may be set after this object was made. */
  #recorder(): RequestSpans {
    this.#spans ??= new RequestSpans(this.#recording, this.#inFlight);
    return this.#spans;
  }

  readonly #begun = (message: unknown): void => this.#recorder().begun(message as RequestStart);
  readonly #ended = (message: unknown): void => this.#recorder().ended(message as RequestReport);
}

function recordingOf(options: SurrealInstrumentationOptions): Recording {
  const unknown = Object.keys(options).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new TypeError(
      `SurrealInstrumentation has no option ${JSON.stringify(unknown)}. There are: ${keys.join(", ")}.`,
    );
  }
  const { statements = true, requireParent = false, tracerProvider, meterProvider } = options;
  return { name, version, statements, requireParent, tracerProvider, meterProvider };
}
