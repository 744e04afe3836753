import { createTraceState, isSpanContextValid, type SpanContext } from "@opentelemetry/api";

const format = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A span in the format of W3C Trace Context; `undefined` for one of a tracer that does nothing. */
export function traceparentOf(
  span: SpanContext,
): { readonly traceparent: string; readonly tracestate: string | undefined } | undefined {
  if (!isSpanContextValid(span)) return undefined;
  const flags = span.traceFlags.toString(16).padStart(2, "0");
  const tracestate = span.traceState?.serialize();
  return {
    traceparent: `00-${span.traceId}-${span.spanId}-${flags}`,
    tracestate: tracestate === "" ? undefined : tracestate,
  };
}

/** A span elsewhere, from the format of W3C Trace Context. */
export function remoteParent(traceparent: string | undefined, tracestate: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = format.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const span: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return tracestate === undefined ? span : { ...span, traceState: createTraceState(tracestate) };
}
