import {
  type Context,
  context,
  type Histogram,
  type MeterProvider,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import type { RequestReport, RequestStart } from "@surreal-sdk/core";
import { attributesOf, operationOf, sharedAttributes } from "./attributes.ts";
import { remoteParent, traceparentOf } from "./traceparent.ts";

/** What to record, and with which providers. */
export interface Recording {
  readonly name: string;
  readonly version: string;
  readonly statements: boolean;
  readonly requireParent: boolean;
  readonly tracerProvider: TracerProvider | undefined;
  readonly meterProvider: MeterProvider | undefined;
}

/** The limits of the histogram's buckets that the semantic conventions name, in seconds. */
const buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** The spans of requests in flight. A request that never ends keeps none. */
export type SpansInFlight = WeakMap<object, Span>;

/** Records the requests that are reported to it: a span for each, and how long they took. */
export class RequestSpans {
  readonly #recording: Recording;
  readonly #tracer: Tracer;
  readonly #durations: Histogram;
  readonly #spans: SpansInFlight;

  constructor(recording: Recording, spans: SpansInFlight) {
    const { name, version, tracerProvider, meterProvider } = recording;
    this.#recording = recording;
    this.#spans = spans;
    this.#tracer = (tracerProvider ?? trace).getTracer(name, version);
    this.#durations = (meterProvider ?? metrics)
      .getMeter(name, version)
      .createHistogram("db.client.operation.duration", {
        description: "Duration of database client operations.",
        unit: "s",
        advice: { explicitBucketBoundaries: buckets },
      });
  }

  /** A request begins: its span is the parent of what the server does. */
  begun(start: RequestStart): void {
    const parent = this.#parentOf(start);
    if (parent === undefined) return;
    const attributes = attributesOf(start, this.#recording.statements);
    const span = this.#tracer.startSpan(operationOf(start), { kind: SpanKind.CLIENT, attributes }, parent);
    this.#spans.set(start, span);
    const carried = traceparentOf(span.spanContext());
    if (carried === undefined) return;
    start.traceparent = carried.traceparent;
    start.tracestate = carried.tracestate;
  }

  /** A request has ended. */
  ended(report: RequestReport): void {
    const failure = report.error === undefined ? {} : { "error.type": report.error };
    this.#durations.record(report.duration / 1000, { ...sharedAttributes(report), ...failure });
    const span = this.#spans.get(report);
    if (span === undefined) return;
    this.#spans.delete(report);
    if (report.error !== undefined) {
      span.setAttributes({ ...failure, "surrealdb.outcome": report.outcome });
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }

  /** The active span, otherwise the one that `with({ traceparent })` names. */
  #parentOf({ traceparent, tracestate }: RequestStart): Context | undefined {
    const active = context.active();
    if (trace.getSpanContext(active) !== undefined) return active;
    const remote = remoteParent(traceparent, tracestate);
    if (remote !== undefined) return trace.setSpanContext(active, remote);
    return this.#recording.requireParent ? undefined : active;
  }
}
