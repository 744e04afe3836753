/** A section of the guide, and the names under which people look for what it says. */
export interface Topic {
  /** Its address in the search index: the path of the page and the anchor of the heading. */
  readonly section: string;
  /** Words or groups of words; a question that contains all words of one of them is answered here. */
  readonly words: readonly string[];
}

const topic = (section: string, ...words: string[]): Topic => ({ section: `/guide/${section}`, words });

const WRITES = "crud#create-update-upsert-delete-merge-patch";

/** Where the guide answers what people look for. */
export const topics: readonly Topic[] = [
  topic("start#get-started-in-five-minutes", "install", "getting started", "quickstart", "tutorial", "hello world"),
  topic("connecting#connecting", "connect", "connection", "url", "AsyncSurreal", "Surreal", "status"),
  topic("connecting#when-it-connects", "close", "connect", "disconnect", "drain"),
  topic("connecting#options", "options", "timeout", "offline queue", "retryReads", "maxMessageBytes", "headers"),
  topic("connecting#encryption", "tls", "certificate", "encryption", "wss"),
  topic("connecting#what-a-reconnect-does", "reconnect", "reconnecting", "lost connection", "offline", "backoff"),
  topic("connecting#per-call", "signal", "abort", "cancel", "with", "ifOutcomeUnknown"),
  topic("auth#signing-in", "signin", "signup", "sign in", "login", "authentication", "password", "info", "access"),
  topic("auth#with-the-auth-option", "auth", "auth option"),
  topic("auth#tokens", "token", "tokens", "authenticate", "invalidate", "refresh", "revoke", "reset", "jwt", "logout"),
  topic("crud#targets", "target", "table", "record"),
  topic("crud#select", "select", "read", "where", "orderBy", "fields"),
  topic(WRITES, "create", "update", "upsert", "delete", "merge", "patch", "content", "replace", "return", "write"),
  topic("crud#insert-and-relate", "insert", "relate", "insertRelation", "relation", "graph", "edge", "bulk"),
  topic("crud#large-tables-and-many-calls", "batch"),
  topic("queries#queries", "query", "queryRaw", "first", "responses", "execute", "SurrealQL"),
  topic("queries#row-by-row", "stream", "rows"),
  topic("queries#values-are-bound", "surql", "raw", "parameter", "parameters", "bound", "injection", "bindings"),
  topic("queries#typed-results", "into", "schema", "zod", "validate", "generics"),
  topic("queries#variables-of-the-session", "let", "unset", "variable", "variables", "set"),
  topic("sessions#sessions", "session", "sessions", "newSession", "closeSession", "use", "namespace", "database"),
  topic("sessions#transactions", "transaction", "transactions", "conflict", "commit", "rollback"),
  topic("sessions#by-hand", "beginTransaction", "begin", "commit", "cancel"),
  topic("sessions#exactly-once", "exactly once", "idempotent", "idempotency", "key"),
  topic("live#live-queries", "live", "live query", "live queries", "subscribeLive", "liveOf", "kill", "subscribe"),
  topic("live#missed-notifications", "GAP", "resync", "missed"),
  topic("live#slow-consumers", "LiveOverflowError", "overflow"),
  topic("watch#watch-rows-that-stay-right", "watch", "reactive", "realtime"),
  topic("watch#single-records", "loader", "dataloader"),
  topic("values#values", "NONE", "null", "undefined", "Datetime", "Decimal", "Duration", "Uuid", "Geometry", "bigint"),
  topic("values#record-ids-as-text", "RecordId", "record id", "parse"),
  topic("errors#errors-what-happens-when", "error", "errors", "outcome", "write happened", "unknown", "not_sent"),
  topic("errors#the-list", "unique index", "unique", "ConnectionLostError", "UniqueIndexError", "FieldError"),
  topic("types-from-schema#types-from-the-schema", "typegen", "types", "generate types", "codegen"),
  topic("blocking#blocking", "blocking", "sync", "synchronous"),
  topic("embedded#embedded", "embedded", "mem", "rocksdb", "surrealkv", "in memory", "node engine"),
  topic("export-import#export-and-import", "export", "import", "exportStream", "backup", "dump", "restore"),
  topic("diagnostics#events", "on", "event", "events"),
  topic("diagnostics#diagnostics", "logging", "log", "diagnostics", "slow query"),
  topic("testing#testing", "test", "tests", "testing", "vitest", "test docker", "docker", "jest", "mock"),
  topic("server-rendering#server-rendering", "server rendering", "json", "superjson", "nuxt", "tRPC"),
  topic("server-rendering#react-and-next-js", "next", "nextjs", "next js", "server component"),
  topic("server-rendering#sveltekit-and-nuxt", "sveltekit"),
  topic("web-servers#web-servers", "web server", "fastify", "session per request"),
  topic("web-servers#hono", "hono"),
  topic("web-servers#express", "express"),
  topic("watch-frameworks#react", "react"),
  topic("watch-frameworks#vue", "vue"),
  topic("watch-frameworks#svelte", "svelte"),
  topic("watch-frameworks#solid", "solid"),
  topic("runtimes#runtimes", "bun", "deno", "browser", "node", "runtime", "react native"),
  topic("runtimes#bundles-for-node", "esbuild"),
  topic("runtimes#commonjs", "commonjs", "cjs", "require"),
  topic("bundle-size#bundle-size", "bundle", "bundle size", "size", "tree shaking", "gzip"),
  topic("bundle-size#the-lite-client", "lite"),
  topic("performance#performance", "performance", "benchmark", "speed", "fast"),
  topic("server-versions#server-versions", "version", "server version", "surrealdb 4", "surrealdb 2", "compatibility"),
  topic("migrating-js#from-the-official-js-sdk", "migrate", "migrating", "official sdk"),
  topic("migrating-python#from-the-python-sdk", "python"),
];
