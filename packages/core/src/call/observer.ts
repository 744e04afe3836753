import { isBuiltIn, SurrealError } from "@surreal-sdk/values";
import type { ResolvedOptions } from "./options.ts";

/** A request that has ended, as diagnostics tell of it. It holds no value, no variable and no token. */
export interface RequestReport {
  /** The URL that was asked. */
  readonly url: string;
  /** The RPC method, such as `"query"`. */
  readonly method: string;
  /** The beginning of the statement's text, 200 characters at most; its variables are never told. */
  readonly statement: string | undefined;
  readonly session: string | undefined;
  readonly transaction: string | undefined;
  /** Milliseconds from the call to its end. */
  readonly duration: number;
  /** The name of the error's class, where it failed. */
  readonly error: string | undefined;
  /** What is known of it, where it failed. */
  readonly outcome: "not_sent" | "failed" | "unknown" | undefined;
}

/** What a connection tells of itself on diagnostics channels, by the channel's name without its prefix. */
export interface DiagnosticReports {
  request: RequestReport;
  /** The status has changed. */
  status: { readonly url: string; readonly status: string; readonly error: string | undefined };
  /** A connection stands; `reconnected` when it is not the first. */
  connect: { readonly url: string; readonly reconnected: boolean };
  /** A live query was started, went on after a reconnect, or has ended. */
  live: { readonly url: string; readonly id: string; readonly kind: "started" | "resumed" | "ended" };
}

/** Where reports go: on Node, the channels `surreal-sdk:request` and so on of `node:diagnostics_channel`. */
export interface DiagnosticChannels {
  /** Whether anybody listens; nothing is measured otherwise. */
  isObserved(name: keyof DiagnosticReports): boolean;
  publish<N extends keyof DiagnosticReports>(name: N, report: DiagnosticReports[N]): void;
}

/** Watches the requests of a connection, for whoever wants to know. Costs nothing when nobody does. */
export class Observer {
  readonly #channels: DiagnosticChannels | undefined;
  readonly #slowQuery: ResolvedOptions["slowQuery"];

  constructor(channels: DiagnosticChannels | undefined, slowQuery: ResolvedOptions["slowQuery"]) {
    this.#channels = channels;
    this.#slowQuery = slowQuery;
  }

  /** Whether requests are to be measured. */
  get watchesRequests(): boolean {
    return this.#slowQuery !== undefined || this.#channels?.isObserved("request") === true;
  }

  publish<N extends keyof DiagnosticReports>(name: N, report: () => DiagnosticReports[N]): void {
    if (this.#channels?.isObserved(name) === true) this.#channels.publish(name, report());
  }

  /** A request has ended, with the error where it failed. */
  requestEnded(report: Omit<RequestReport, "error" | "outcome">, error: unknown): void {
    const full: RequestReport = {
      ...report,
      error: isBuiltIn(error, "Error") ? error.name : undefined,
      outcome: error instanceof SurrealError ? error.outcome : undefined,
    };
    if (this.#channels?.isObserved("request") === true) this.#channels.publish("request", full);
    if (this.#slowQuery !== undefined && full.duration >= this.#slowQuery.threshold) this.#slowQuery.report(full);
  }
}
