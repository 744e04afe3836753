import type { Endpoint, RequestFacts } from "@surreal-sdk/transport";
import { parseEndpoint, TransportError } from "@surreal-sdk/transport";
import { isBuiltIn, LONGEST_TIMER, nativeWork, platformTime } from "@surreal-sdk/transport/toolkit";
import { answerEnvelope, isFailure, resultEnvelope } from "./answer-envelope.ts";
import { CallQueue } from "./call-queue.ts";
import { itemEnd, MAX_LEVELS } from "./cbor-walk.ts";
import type { EmbeddedOptions } from "./embedded-options.ts";
import { errorEnvelope, fromRejection, namespaceEmpty } from "./error-envelope.ts";
import type { LoadBinding, NativeDatabase } from "./native-binding.ts";
import { loadBinding } from "./native-binding.ts";
import { toNativeOptions } from "./native-options.ts";
import { toNativeUrl } from "./native-url.ts";
import type { NotificationListener } from "./notification-stream.ts";
import { NotificationStream } from "./notification-stream.ts";
import { openNative } from "./open-native.ts";
import { failedEntries, hasNamespace, liveIdsOf, NAMESPACE_PROBE } from "./query-answer.ts";
import type { InspectedRequest } from "./request-inspection.ts";
import { inspectRequest } from "./request-inspection.ts";
import { textRequest } from "./text-request.ts";

/** The settings of {@link EmbeddedDatabase.open} besides the options; for the engine and for tests. */
export interface OpenContext {
  readonly signal?: AbortSignal;
  readonly load?: LoadBinding;
}

/**
 * A SurrealDB in this process, as bytes: requests are CBOR maps, answers are `{result: …}` or `{error: …}`.
 *
 * Use it to build a server or an engine; otherwise open a connection to `mem://`. It orders the requests of a session
 * so that the database cannot deadlock, and answers a request that is known to terminate the process with an error
 * instead. A call that has begun cannot be cancelled.
 *
 * @example
 * ```ts
 * const database = await EmbeddedDatabase.open("mem://");
 * const answer = await database.execute(codec.encode({ method: "version" }));
 * codec.decode(answer); // => { result: "surrealdb-3.0.2" }
 * await database.close();
 * ```
 */
export class EmbeddedDatabase {
  readonly #native: NativeDatabase;
  readonly #notifications: NotificationStream;
  readonly #queue = new CallQueue();
  readonly #freed: () => void;
  #closing: Promise<void> | undefined;

  private constructor(native: NativeDatabase, freed: () => void) {
    this.#native = native;
    this.#freed = freed;
    this.#notifications = new NotificationStream(native);
  }

  /**
   * Opens a database.
   *
   * @param url - `mem://`, `surrealkv://path`, `surrealkv+versioned://path`, `rocksdb://path` or `file://path`
   * @throws UnsupportedEngineError when `@surrealdb/node` is not installed or does not load
   * @throws {@link EmbeddedLockedError} when the store is in use
   * @throws ConnectionUnavailableError when it cannot be opened
   */
  static async open(
    url: string | Endpoint,
    options: EmbeddedOptions = {},
    context: OpenContext = {},
  ): Promise<EmbeddedDatabase> {
    const endpoint = typeof url === "string" ? parseEndpoint(url) : url;
    const nativeUrl = toNativeUrl(endpoint);
    const nativeOptions = toNativeOptions(options);
    const binding = (context.load ?? loadBinding)(endpoint.url);
    const native = await openNative(binding, nativeUrl, endpoint, nativeOptions, context.signal);
    return new EmbeddedDatabase(native, nativeWork.begin());
  }

  /**
   * Runs one request.
   *
   * @param frame - a CBOR map with `method`, `params`, and optionally `session` and `txn`; do not change it before
   * the answer arrives
   * @param facts - `exclusive` makes the request run alone on its session; the rest is read from the frame
   * @returns the envelope, without `id` and `session`; an invalid frame results in an error within it
   * @throws ConnectionClosedError (`not_sent`) when the database is closed before the request has begun
   * @throws ConnectionLostError (`unknown`) when `close` gave up waiting for it
   */
  execute(frame: Uint8Array, facts: Partial<RequestFacts> = {}): Promise<Uint8Array> {
    if (!isBuiltIn(frame, "Uint8Array")) return Promise.reject(new TypeError("A request frame is a Uint8Array."));
    const request = inspectRequest(frame);
    if ("code" in request) return this.#queue.run(undefined, false, async () => errorEnvelope(request));
    const exclusive = request.exclusive || facts.exclusive === true;
    const run = () => translated(this.#execute(frame, request));
    const inSession = () => this.#queue.run(request.free ? undefined : request.session, exclusive, run);
    if (request.transaction === "") return inSession();
    // A commit that overtook the transaction's own queries would leave them out, without an error.
    return this.#queue.run(`transaction ${request.transaction}`, request.ends, inSession);
  }

  /**
   * Calls the listener for the notifications of all live queries, including those of attached sessions.
   *
   * @returns a function that unsubscribes
   */
  subscribe(listener: NotificationListener): () => void {
    return this.#notifications.subscribe(listener);
  }

  /**
   * Exports the current namespace and database of the default session.
   *
   * @param config - a CBOR map with the export options; omitted, everything is exported
   * @returns SurrealQL
   * @throws TransportError with outcome `failed` when the database refuses
   */
  export(config?: Uint8Array): Promise<string> {
    return this.#queue.run("", true, async () => {
      try {
        if (config !== undefined) itemEnd(config, 0, MAX_LEVELS);
        return await this.#native.export(config);
      } catch (cause) {
        throw new TransportError(`The export failed: ${messageOf(cause)}`, { cause, outcome: "failed" });
      }
    });
  }

  /**
   * Executes SurrealQL, such as an export, in the current namespace and database of the default session.
   *
   * @returns the envelope `{result: […]}` with the statements that failed, empty when none did, or `{error: …}` when
   * the text cannot be parsed; both as a server answers an import. Each entry also says which statement it was:
   * `statement` is its index among all answers (the end of a failed transaction has none), `query` its text, cut to
   * 200 characters, where it is known
   */
  import(surrealql: string): Promise<Uint8Array> {
    const run = async () => {
      const answer = await this.#native.execute(textRequest("query", surrealql));
      return isFailure(answer) ? answer : resultEnvelope(failedEntries(answer, surrealql));
    };
    return this.#queue.run("", true, () => translated(run()));
  }

  /**
   * Closes the database: requests that have not begun fail, running ones may finish, then the store is freed. Once
   * `timeout` milliseconds have passed, running ones fail with outcome `unknown`, and the store is freed when the
   * database has finished them. Idempotent, never rejects.
   */
  close(timeout = 5000): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  async #close(timeout: number): Promise<void> {
    let expired: () => void = () => {};
    const deadline = new Promise<void>((resolve) => {
      expired = resolve;
    });
    const timer = platformTime.setTimeout(expired, Math.min(timeout, LONGEST_TIMER));
    const freed = this.#queue
      .shut()
      .then(() => this.#free())
      .catch(() => undefined) // nothing can be done about a store that cannot be freed
      .finally(this.#freed);
    await Promise.race([freed, deadline]);
    platformTime.clearTimeout(timer);
    this.#queue.abandon();
    this.#notifications.silence();
  }

  async #free(): Promise<void> {
    await this.#notifications.stop(async (id, session) => {
      return !isFailure(await this.#native.execute(textRequest("kill", id, session)));
    });
    await this.#native.free();
  }

  async #execute(frame: Uint8Array, request: InspectedRequest): Promise<Uint8Array> {
    if (request.needsNamespace) {
      const probe = textRequest("query", NAMESPACE_PROBE, request.session);
      const answer = await this.#native.execute(probe);
      if (isFailure(answer)) return answer;
      if (!hasNamespace(answer)) return errorEnvelope(namespaceEmpty);
    }
    const answer = await this.#native.execute(frame);
    if (request.exclusive && request.transaction === "") {
      this.#notifications.started(liveIdsOf(request.method, answer), request.session);
    }
    return answerEnvelope(answer);
  }
}

/** The native module rejects with a plain text where a server would have answered with an error. */
async function translated(answer: Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await answer;
  } catch (error) {
    return errorEnvelope(fromRejection(messageOf(error)));
  }
}

function messageOf(error: unknown): string {
  return isBuiltIn(error, "Error") ? error.message : String(error);
}
