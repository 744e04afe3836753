// For authors of a runtime: another way of waiting, or another way to a database.

export type { CallSettings } from "./call/call-context.ts";
export type { Channel, ChannelDiagnostic, ChannelListener, OpenedChannel, ReplyListener } from "./call/channel.ts";
export type { AccessCredentials, Credentials, SystemCredentials } from "./call/credentials.ts";
export type { AuthEvent, ConnectionEvents } from "./call/events.ts";
export type { DiagnosticChannels, DiagnosticReports, QueryPlan, RequestReport, RequestStart } from "./call/observer.ts";
export type {
  AuthProvider,
  AuthSource,
  CoreOptions,
  HeartbeatOptions,
  LiveOptions,
  OfflineQueueOptions,
  ReconnectOptions,
  ResolvedOptions,
  SlowQueryOptions,
} from "./call/options.ts";
export type { RawResponse } from "./call/reply.ts";
export type { RuntimeServices } from "./call/runtime-services.ts";
export type { KeptTokens, Tokens } from "./call/tokens.ts";
export { Batch, type BatchResults } from "./client/batch.ts";
export { SurrealConnection } from "./client/connection.ts";
export { Queryable, type QuerySurface } from "./client/queryable.ts";
export type { Context, QueryBuilderClass, Runtime } from "./client/runtime.ts";
export { SurrealSession } from "./client/session.ts";
export type { SessionScope, SessionSurface } from "./client/session-scope.ts";
export { SurrealTransaction } from "./client/transaction.ts";
export { diagnosticChannels } from "./diagnostic-channels.ts";
export { ApiStatusError, GraphqlError, type GraphqlIssue } from "./errors/answered-errors.ts";
export {
  AuthRestoreError,
  CommitOutcomeUnknownError,
  LiveEndedError,
  LiveOverflowError,
  LiveRestoreError,
  RowsRetractedError,
  RowValidationError,
  SessionChangedError,
  SessionClosedError,
  SessionLostError,
  TransactionClosedError,
  TransactionLostError,
  UnexpectedResponseError,
  UnsupportedVersionError,
  UseRestoreError,
  VariableRestoreError,
} from "./errors/core-errors.ts";
export { ImportError, ImportSourceError } from "./errors/import-errors.ts";
export {
  IsolationNotSupportedError,
  ReadSnapshotTooStaleError,
  SerializableStaleReadError,
} from "./errors/isolation-errors.ts";
export {
  isTransactionConflict,
  ServerError,
  type ServerErrorFacts,
  type ServerErrorKind,
} from "./errors/server-error.ts";
export {
  AlreadyExistsError,
  ConfigurationError,
  InternalError,
  NotAllowedError,
  NotFoundError,
  QueryError,
  SerializationError,
  ThrownError,
  ValidationError,
} from "./errors/server-errors.ts";
export { FieldError, InvalidCredentialsError, UniqueIndexError } from "./errors/specific-errors.ts";
export { Api, api } from "./functions/api.ts";
export type { ContextClass } from "./functions/context-class.ts";
export { files } from "./functions/files.ts";
export { kill, live, subscribeLive } from "./functions/live.ts";
export { loader } from "./functions/loader.ts";
export { gql, graphql } from "./functions/other-languages.ts";
export { rows } from "./functions/rows.ts";
export { newSessionAs } from "./functions/sessions.ts";
export type { StatementListResults } from "./functions/statement-list.ts";
export { beginTransactionAs, transactionAs } from "./functions/transactions.ts";
export { type ConnectionCaller, exportDatabase, exportStream, importDatabase } from "./functions/transfer.ts";
export { watch } from "./functions/watch.ts";
export { Caller, type SessionCaller } from "./lite/caller.ts";
export { type CloseOptions, type ConnectionPlan, LiteConnection } from "./lite/lite-connection.ts";
export { LiteQueryable, type LiteQuerySurface } from "./lite/lite-queryable.ts";
export type {
  CrudBuilderClass,
  InsertBuilderClass,
  LiteContext,
  LiteQueryBuilderClass,
  LiteRuntime,
} from "./lite/lite-runtime.ts";
export { LiteScope } from "./lite/lite-scope.ts";
export { LiteSession } from "./lite/lite-session.ts";
export { LiteTransaction } from "./lite/lite-transaction.ts";
export type { OpenLoader, SchemaLoader, SchemaLoaderOptions, TypedLoader } from "./lite/loader-methods.ts";
export type {
  OpenChange,
  OpenCreate,
  OpenDelete,
  OpenInsert,
  OpenInsertRelation,
  OpenRelate,
  OpenRows,
  OpenRun,
  OpenSelect,
  OpenUpdate,
} from "./lite/open-methods.ts";
export type {
  SchemaCreate,
  SchemaDelete,
  SchemaInsert,
  SchemaInsertRelation,
  SchemaMerge,
  SchemaPatch,
  SchemaRelate,
  SchemaRows,
  SchemaRun,
  SchemaSelect,
  SchemaUpdate,
} from "./lite/schema-methods.ts";
export type { OpenWatch, SchemaWatch, SchemaWatchOptions } from "./lite/watch-methods.ts";
export { applyPatch, PatchError } from "./live/apply-patch.ts";
export type { LiveQueryOptions } from "./live/live.ts";
export type { SubscribeOptions } from "./live/live-consumer.ts";
export type { LiveId } from "./live/live-id.ts";
export type { LiveChange, LiveGap, LiveNotification } from "./live/live-notification.ts";
export type { CallScope } from "./operation/call-scope.ts";
export { Deferred } from "./operation/deferred.ts";
export type { Awaitable, Disposal, Given, Mode, Returns, Started, Stream, Thenable } from "./operation/mode.ts";
export { markOpaque } from "./operation/opaque.ts";
export { type Continuation, drive, type Operation, type Suspension } from "./operation/operation.ts";
export type { Bind, FromPromise } from "./operation/runner.ts";
export type { StreamSource } from "./operation/stream-source.ts";
export { type Crud, CrudBuilder, type CrudOptions, type CrudResult } from "./query/crud-builder.ts";
export { type FileListOptions, type FileMetadata, Files } from "./query/files.ts";
export { type Insert, InsertBuilder, type InsertOptions } from "./query/insert-builder.ts";
export type { Into, SchemaIssue, SchemaResult, StandardSchema } from "./query/into.ts";
export type { ApiCallOptions, ApiOptions, ApiRequest, ApiResponse } from "./query/invoke-api.ts";
export { LiteQueryBuilder, type StatementResponse } from "./query/lite-query-builder.ts";
export type { Loader, LoaderOptions } from "./query/loader.ts";
export type { GraphqlOptions } from "./query/other-languages.ts";
export { QueryBuilder } from "./query/query-builder.ts";
export { type QueryStreamOptions, stream } from "./query/query-stream.ts";
export type { RelateOptions } from "./query/relate.ts";
export type { RowsOptions } from "./query/rows.ts";
export type { SelectOptions } from "./query/select.ts";
export type { IsolationOptions } from "./session/isolation.ts";
export { versionJudge } from "./session/server-version.ts";
export type { NewSessionOptions } from "./session/session-identity.ts";
export type { TransactionOptions } from "./session/transaction-operations.ts";
export type { UseTarget } from "./session/use.ts";
export { BoundQuery, raw, surql } from "./surrealql/bound-query.ts";
export type { Field, OrderBy, Return, SelectClauses, Timespan } from "./surrealql/clauses.ts";
export {
  type Absent,
  and,
  between,
  type Condition,
  contains,
  containsAll,
  containsAny,
  containsNone,
  eq,
  exact,
  gt,
  gte,
  inside,
  intersects,
  isNone,
  isNull,
  knn,
  lt,
  lte,
  matches,
  type Nearness,
  ne,
  not,
  notInside,
  type Operand,
  or,
  outside,
} from "./surrealql/expressions.ts";
export type { RangeTarget, SingleTarget, TableName, Target } from "./surrealql/target.ts";
export type { Exported, ExportOptions } from "./transfer/export-options.ts";
export type { ImportOptions, ImportSource } from "./transfer/import-database.ts";
export type { ImportChunk, ReadableChunks } from "./transfer/import-parts.ts";
export type { OnProgress, TransferProgress } from "./transfer/transfer.ts";
export type { AnyApi, ApiBodies, ApiMethod, ApiPaths } from "./typing/api-paths.ts";
export type { AnyDatabase, DatabaseShape, Tables } from "./typing/database.ts";
export type { FieldOf, FieldPath } from "./typing/field-path.ts";
export type { PatchOperation } from "./typing/patch-operation.ts";
export type { FieldData, RecordData } from "./typing/record-data.ts";
export type { Returned, ReturnOf } from "./typing/returned.ts";
export type { Selected, Some } from "./typing/selected.ts";
export type { Values } from "./typing/values.ts";
export type { WatchOptions } from "./watch/watch-options.ts";
export type { Watched } from "./watch/watch-stream.ts";
export type { AsyncWatch, BlockingWatch, Watch, WatchSnapshot } from "./watch/watch-views.ts";
export type { WatchChanges } from "./watch/watched-rows.ts";
