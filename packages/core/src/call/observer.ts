import { isBuiltIn, SurrealError } from "@surreal-sdk/values";
import { type Bind, unbound } from "../operation/runner.ts";
import type { CallContext } from "./call-context.ts";
import type { ResolvedOptions } from "./options.ts";

/**
 * A request that begins, for diagnostics. It contains no value, no variable and no token. When the request has ended, the
 * same object is reported as {@link RequestReport}.
 */
export interface RequestStart extends Omit<RequestReport, "duration" | "error" | "outcome" | "plan" | TraceKey> {
  /**
   * The trace that the request belongs to, in the format of W3C Trace Context: that of `with()`, or what a subscriber
   * sets here. Servers from 3.1 on continue it.
   */
  traceparent: string | undefined;
  /** What tracing systems add to `traceparent`. */
  tracestate: string | undefined;
}

type TraceKey = "traceparent" | "tracestate";

/** A request that has ended, for diagnostics. It contains no value, no variable and no token. */
export interface RequestReport {
  /** The URL of the connection. */
  readonly url: string;
  /** The RPC method, such as `"query"`. */
  readonly method: string;
  /** The beginning of the statement's text, at most 200 characters; never its variables. */
  readonly statement: string | undefined;
  /** The namespace of the session when the request began. */
  readonly namespace: string | undefined;
  /** The database of the session when the request began. */
  readonly database: string | undefined;
  readonly session: string | undefined;
  readonly transaction: string | undefined;
  /** Milliseconds from the call to its end. */
  readonly duration: number;
  /** The name of the error's class, if it failed. */
  readonly error: string | undefined;
  /** The outcome, if it failed. */
  readonly outcome: "not_sent" | "failed" | "unknown" | undefined;
  /** The trace that the request belongs to. */
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  /** How the server executes it: only in reports of slow SELECTs, with `slowQuery: { explain: true }`. */
  readonly plan?: QueryPlan | undefined;
}

/** How the server executes a SELECT. */
export interface QueryPlan {
  /** `"scan"` when it reads a table whole, otherwise `"index"`, `"record"` for records by their ids, or `"other"`. */
  readonly access: "scan" | "index" | "record" | "other";
  /** The tables that it reads whole. */
  readonly tables: readonly string[];
  /** The indexes that it uses. */
  readonly indexes: readonly string[];
}

/** Finds out how the server executes what a request asked for. */
export interface Explainer {
  /** @param report - receives the plan; `undefined` where there is none. It may be called at once */
  explain(asked: AskedQuery, report: (plan: QueryPlan | undefined) => void): void;
}

/** A request that has succeeded, with its parameters. */
export interface AskedQuery {
  readonly context: CallContext;
  readonly start: RequestStart;
  readonly params: readonly unknown[];
}

/** What a connection publishes on diagnostics channels, by the channel's name without its prefix. */
export interface DiagnosticReports {
  request: RequestReport;
  /** A request begins: the caller's asynchronous context is the current one. */
  requestStart: RequestStart;
  /** The status has changed. */
  status: { readonly url: string; readonly status: string; readonly error: string | undefined };
  /** A connection was established; `reconnected` when it is not the first. */
  connect: { readonly url: string; readonly reconnected: boolean };
  /** A live query was started, went on after a reconnect, or has ended. */
  live: { readonly url: string; readonly id: string; readonly kind: "started" | "resumed" | "ended" };
}

/** Receives reports: on Node, the channels `surreal-sdk:request` and so on of `node:diagnostics_channel`. */
export interface DiagnosticChannels {
  /** Whether there is a subscriber; otherwise nothing is measured. */
  isObserved(name: keyof DiagnosticReports): boolean;
  publish<N extends keyof DiagnosticReports>(name: N, report: DiagnosticReports[N]): void;
}

/** Observes the requests of a connection for its subscribers. Costs nothing without one. */
export class Observer {
  readonly #channels: DiagnosticChannels | undefined;
  readonly #slowQuery: ResolvedOptions["slowQuery"];
  readonly #explainer: Explainer | undefined;

  /** @param bind - keeps to the report of slow queries the context in which it was handed over */
  constructor(
    channels: DiagnosticChannels | undefined,
    slowQuery: ResolvedOptions["slowQuery"],
    bind: Bind = unbound,
    explainer?: Explainer,
  ) {
    this.#channels = channels;
    this.#explainer = explainer;
    this.#slowQuery = slowQuery && {
      ...slowQuery,
      report: bind((report: RequestReport) => slowQuery.report(report)),
    };
  }

  /** Whether requests must be measured. */
  get watchesRequests(): boolean {
    if (this.#slowQuery !== undefined) return true;
    return this.#channels?.isObserved("request") === true || this.#channels?.isObserved("requestStart") === true;
  }

  publish<N extends keyof DiagnosticReports>(name: N, report: () => DiagnosticReports[N]): void {
    if (this.#channels?.isObserved(name) === true) this.#channels.publish(name, report());
  }

  /** A request has ended, with the error if it failed. */
  requestEnded(asked: AskedQuery, duration: number, error: unknown): void {
    const full: RequestReport = Object.assign(asked.start, {
      duration,
      error: isBuiltIn(error, "Error") ? error.name : undefined,
      outcome: error instanceof SurrealError ? error.outcome : undefined,
    });
    if (this.#channels?.isObserved("request") === true) this.#channels.publish("request", full);
    if (this.#slowQuery === undefined || full.duration < this.#slowQuery.threshold) return;
    const { report } = this.#slowQuery;
    if (this.#explainer === undefined || full.error !== undefined) report(full);
    else this.#explainer.explain(asked, (plan) => report(plan === undefined ? full : { ...full, plan }));
  }
}
