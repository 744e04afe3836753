import { eitherSignal } from "../operation/abort-signals.ts";
import type { CallContext, CallSettings } from "./call-context.ts";
import { knownOptions } from "./known-keys.ts";

const settingKeys = ["timeout", "signal", "traceparent", "tracestate"] as const;

/**
 * Validates the settings of `with()`.
 *
 * @throws TypeError or RangeError that names the setting.
 * @internal
 */
export function checkSettings(given: unknown): CallSettings {
  if (typeof given !== "object" || given === null) throw new TypeError("with() takes settings: { timeout, signal }.");
  const { timeout, signal, traceparent, tracestate } = knownOptions(given, settingKeys, "with") as {
    [K in (typeof settingKeys)[number]]?: unknown;
  };
  if (timeout !== undefined && !(typeof timeout === "number" && timeout >= 0)) {
    throw new RangeError("`timeout` is a number of milliseconds from 0 on, or Infinity.");
  }
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== "function") {
    throw new TypeError("`signal` is an AbortSignal.");
  }
  return {
    ...(timeout === undefined ? {} : { timeout: timeout as number }),
    ...(signal === undefined ? {} : { signal: signal as AbortSignal }),
    ...traceIn(traceparent, tracestate),
  };
}

function traceIn(traceparent: unknown, tracestate: unknown): Pick<CallSettings, "traceparent" | "tracestate"> {
  if (traceparent === undefined && tracestate === undefined) return {};
  if (!isTraceparent(traceparent)) {
    throw new TypeError("`traceparent` is text in the format of W3C Trace Context: version-trace-parent-flags.");
  }
  if (tracestate === undefined) return { traceparent };
  if (typeof tracestate !== "string") throw new TypeError("`tracestate` is text.");
  return { traceparent, tracestate };
}

/** No settings. Without a prototype, so that a polluted one sets none. @internal */
export const noSettings: CallSettings = Object.freeze(Object.create(null) as CallSettings);

/** Merges settings; the second ones take precedence, except that each of the signals counts. @internal */
export function overlaid(under: CallSettings, over: CallSettings): CallSettings {
  const [first, second] = [under.signal, over.signal];
  const both = first !== undefined && second !== undefined && first !== second;
  const signal = both ? { signal: eitherSignal(first, second) } : {};
  return Object.freeze(Object.assign(Object.create(null) as CallSettings, under, over, signal));
}

/** The trace that a request belongs to, in the formats of W3C Trace Context. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** What may name a trace. */
interface TraceSource {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** Version, trace, parent and flags; ids of zeros name nothing, and the version `ff` is none. */
const format = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

function isTraceparent(given: unknown): given is string {
  return typeof given === "string" && format.test(given);
}

/**
 * What a request carries of its trace; `undefined` where there is none, or one that no server could read.
 *
 * @internal
 */
export function traceContextOf({ traceparent, tracestate }: TraceSource): TraceContext | undefined {
  if (!isTraceparent(traceparent)) return undefined;
  return typeof tracestate === "string" && tracestate !== "" ? { traceparent, tracestate } : { traceparent };
}

/**
 * The context for what must happen even though the caller has given up, such as undoing what it has begun: it has no
 * signal.
 *
 * @internal
 */
export function withoutSignal<C extends CallContext>(context: C): C {
  const { signal, ...settings } = context.settings;
  if (signal === undefined) return context;
  return { ...context, settings: Object.freeze(Object.assign(Object.create(null) as CallSettings, settings)) };
}

/**
 * The signal that ends a stream, of its own options or of the calls of its view; and the context for what the stream
 * sends, which has no signal: a stream that was ended is still to be ended on the server.
 *
 * @internal
 */
export function untilSignal<C extends CallContext>(
  context: C,
  own: AbortSignal | undefined,
): { readonly context: C; readonly signal: AbortSignal | undefined } {
  const { signal } = context.settings;
  if (signal === undefined) return { context, signal: own };
  return { context: withoutSignal(context), signal: own === undefined ? signal : eitherSignal(own, signal) };
}
