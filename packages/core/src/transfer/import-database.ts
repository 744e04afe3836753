import type { Call } from "@surreal-sdk/transport";
import { type Outcome, quoteIdentifier } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { type RawResponse, readReply, reasonAmong, toResponses } from "../call/reply.ts";
import { type RequestOptions, request, timeoutOf, toFacts } from "../call/request.ts";
import { ImportError, ImportSourceError } from "../errors/import-errors.ts";
import { field, ServerError, textField } from "../errors/server-error.ts";
import { toServerError } from "../errors/to-server-error.ts";
import type { Mode } from "../operation/mode.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import { type ImportChunk, ImportParts, type ReadableChunks } from "./import-parts.ts";
import { StreamedCall } from "./streamed-call.ts";
import { type OnProgress, Progress, readyForTransfer } from "./transfer.ts";

/** The options of an import. */
export interface ImportOptions {
  /** Called with the number of bytes sent so far. An exception in it is emitted as `error`. */
  readonly onProgress?: OnProgress | undefined;
}

interface Sources {
  async: ImportChunk | Iterable<ImportChunk> | AsyncIterable<ImportChunk> | ReadableChunks;
  blocking: ImportChunk | Iterable<ImportChunk>;
  deferred: never;
}

/**
 * What can be imported: SurrealQL as a whole, or in chunks that may end anywhere. Blocking connections accept only
 * synchronous chunks.
 */
export type ImportSource<M extends Mode> = Sources[M];

/** Bytes per part; a streamed import holds one part. */
const partSize = 65_536;
/** How many failures are listed. */
const mostFailures = 1_000;

/** @internal */
export function* importDatabase(context: CallContext, source: unknown, options: ImportOptions = {}): Operation<void> {
  const { onProgress } = knownOptions(options, ["onProgress"], "import");
  const { state } = context;
  const progress = new Progress(state, onProgress);
  const size = state.capabilities.importStream === true ? partSize : Number.POSITIVE_INFINITY;
  const parts = new ImportParts(source, size, state.services);
  const target = yield* readyForTransfer(context);
  const turns = new StreamedCall(context);
  try {
    judge(readReply(state.codec, yield* send({ context, target, parts, turns, progress }), "import"), parts.added);
  } finally {
    turns.end();
    parts.leave();
    // No server notifies of what is imported.
    state.wroteSilently();
  }
}

/** An import that is being sent. */
interface Sending {
  readonly context: CallContext;
  readonly target: NonNullable<RequestOptions["target"]>;
  readonly parts: ImportParts;
  readonly turns: StreamedCall;
  readonly progress: Progress;
}

/**
 * Returns the answer. An import of one part is sent as a whole, and so is every import where the engine cannot stream.
 */
function* send({ context, target, parts, turns, progress }: Sending): Operation<Uint8Array> {
  const read = (outcome: Outcome): Suspension<Uint8Array | undefined> => turns.meanwhile(sourced(parts, outcome));
  const first = (yield* wait(read("not_sent"))) ?? new Uint8Array();
  let next = yield* wait(read("not_sent"));
  yield* definePlace(context, target);
  progress.total = parts.total;
  // Counted before: sending may transfer the memory to another thread.
  let size = first.byteLength;
  let turn = yield* wait(turns.begin(toCall({ context, target }, first, next !== undefined)));
  while (!turn.last) {
    progress.add(size);
    next ??= yield* wait(read("unknown"));
    size = next?.byteLength ?? 0;
    turn = yield* wait(turns.proceed(next));
    next = undefined;
  }
  progress.add(size);
  return turn.frame;
}

/**
 * Where each request names its namespace and database, they may never have been selected by `use`, and servers from 3.1
 * on do not create what a request only names. Who may not define them imports into what there is.
 */
function* definePlace(context: CallContext, target: Sending["target"]): Operation<void> {
  const { namespace, database } = target;
  if (context.state.capabilities.stateful || namespace === undefined) return;
  const statements = [`DEFINE NAMESPACE IF NOT EXISTS ${quoteIdentifier(namespace)}`];
  if (database !== undefined) statements.push(`DEFINE DATABASE IF NOT EXISTS ${quoteIdentifier(database)}`);
  try {
    yield* request(context, "query", [statements.join("; "), {}], { target });
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
  }
}

function* sourced(parts: ImportParts, outcome: Outcome): Operation<Uint8Array | undefined> {
  try {
    return yield* parts.next();
  } catch (cause) {
    if (outcome === "not_sent" && cause instanceof TypeError) throw cause;
    const rest =
      outcome === "unknown" ? "Some of it was sent, and statements may have been applied" : "Nothing was sent";
    throw new ImportSourceError(`The source of the import could not be read to its end. ${rest}.`, { cause, outcome });
  }
}

function toCall({ context, target }: Pick<Sending, "context" | "target">, frame: Uint8Array, streamed: boolean): Call {
  // A streamed import runs outside the session's lock: the source of the parts may use the session.
  const facts = toFacts(context, "import", { exclusive: !streamed, target });
  return { kind: "import", frame, facts, timeout: timeoutOf(context), streamed };
}

/** @throws ImportError when a statement failed; UnexpectedResponseError when the answer does not say what became of them. */
function judge(result: unknown, added: number): void {
  const failed = toResponses(result, "an import").filter(({ status }) => status !== "OK");
  const failures = failed.slice(0, mostFailures).map((response) => toServerError(response, placeOf(response, added)));
  const first = reasonAmong(failures);
  if (first !== undefined) throw new ImportError(first, failures, failed.length);
}

/** Engines that know which statement an answer belongs to include it. */
function placeOf(response: RawResponse, added: number): { readonly statement?: number; readonly query?: string } {
  const statement = field(response, "statement");
  const query = textField(response, "query");
  return {
    ...(typeof statement === "number" ? { statement: statement - added } : {}),
    ...(query === undefined ? {} : { query }),
  };
}
