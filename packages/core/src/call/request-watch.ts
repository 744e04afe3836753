import { platformTime } from "@surreal-sdk/transport/toolkit";
import { isBuiltIn, maskLiterals } from "@surreal-sdk/values";
import { now } from "../operation/runner.ts";
import type { CallContext } from "./call-context.ts";
import type { RequestStart } from "./observer.ts";
import { failureOf, type RawResponse } from "./reply.ts";

/** The methods whose first parameter is the text of a statement. */
const statements: ReadonlySet<string> = new Set(["query", "query_stream", "gql", "graphql"]);

/** Observes one request for the subscribers of its connection. */
export class RequestWatch {
  /** What is reported of it. */
  readonly start: RequestStart;
  readonly #context: CallContext;
  readonly #params: readonly unknown[];
  readonly #begun: number = platformTime.now();

  /** Begins: the subscribers are told, and may say which trace it belongs to. */
  constructor(context: CallContext, method: string, params: readonly unknown[]) {
    const { state, scope, transaction, settings } = context;
    const { namespace, database, session } = scope;
    this.#context = context;
    this.#params = params;
    this.start = {
      url: state.endpoint.rawUrl,
      method,
      statement: statements.has(method) ? maskLiterals(String(params[0]), 200) : undefined,
      namespace,
      database,
      session,
      transaction: transaction?.id.toJSON(),
      traceparent: settings.traceparent,
      tracestate: settings.tracestate,
    };
    this.#tell(() => state.observer.publish("requestStart", () => this.start));
  }

  /** The request was answered: it has failed if a statement of it has. */
  answered(result: unknown): void {
    const isList = this.start.statement !== undefined && Array.isArray(result);
    this.ended(isList ? failureOf(result as RawResponse[], "") : undefined);
  }

  /** The request has ended, with the error if it failed. */
  ended(error?: unknown): void {
    const duration = platformTime.now() - this.#begun;
    const { state } = this.#context;
    const { later = now } = state.services;
    const asked = { context: this.#context, start: this.start, params: this.#params };
    later(() => this.#tell(() => state.observer.requestEnded(asked, duration, error)));
  }

  /** An exception in an observer does not affect the request. */
  #tell(report: () => void): void {
    try {
      report();
    } catch (thrown) {
      const error = isBuiltIn(thrown, "Error") ? thrown : new Error("The report of a request threw.");
      this.#context.state.events.emit("error", error);
    }
  }
}

/**
 * Begins to observe a request, if it is to be observed.
 *
 * @internal
 */
export function watchRequest(
  context: CallContext,
  method: string,
  params: readonly unknown[],
): RequestWatch | undefined {
  return context.state.observer.watchesRequests ? new RequestWatch(context, method, params) : undefined;
}
