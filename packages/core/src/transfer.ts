import { assertKnownKeys } from "./known-keys.ts";
import { type Operation, wait } from "./operation.ts";
import { failureOf, readReply, toResponses } from "./reply.ts";
import { assertUsable, exchange, type Place, timeoutOf, toFacts } from "./request.ts";

/** What an export holds. Left out means the server's default: everything but old versions. */
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
];

/** @internal */
export function* exportDatabase(context: Place, options: ExportOptions = {}): Operation<string> {
  assertKnownKeys(options, exportKeys, "export");
  yield* ready(context);
  const defined = Object.entries(options).filter(([, value]) => value !== undefined);
  const text = yield* wait(
    exchange(context, {
      kind: "export",
      frame: context.state.codec.encode(Object.fromEntries(defined)),
      facts: toFacts(context, "export"),
      timeout: timeoutOf(context),
    }),
  );
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(text);
}

/** @internal */
export function* importDatabase(context: Place, sql: unknown): Operation<void> {
  if (typeof sql !== "string")
    throw new TypeError(`import() takes SurrealQL text, not ${sql === null ? "null" : typeof sql}.`);
  yield* ready(context);
  const reply = yield* wait(
    exchange(context, {
      kind: "import",
      frame: new TextEncoder().encode(asImport(sql)),
      facts: toFacts(context, "import", { exclusive: true }),
      timeout: timeoutOf(context),
    }),
  );
  const result = readReply(context.state.codec, reply, "import");
  const failure = Array.isArray(result) ? failureOf(toResponses(result), sql) : undefined;
  if (failure !== undefined) throw failure;
}

/** The token goes along as a header: where it comes from signing in on the connection, that must have happened. */
function* ready(context: Place): Operation<void> {
  assertUsable(context);
  const { state } = context;
  yield* state.prepare();
  if (!state.capabilities.stateful) return;
  yield* wait<void>((resume) =>
    state.channel.connect({ done: () => resume.done(undefined), fail: (error) => resume.fail(error) }),
  );
}

/** From 3.0.5 on the server wants the first statement to say that it is an import; exports begin so. */
function asImport(sql: string): string {
  const withoutComments = sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, "");
  return /^option\s+import\b/i.test(withoutComments) ? sql : `OPTION IMPORT;\n${sql}`;
}
