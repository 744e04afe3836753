export { applyPatch, PatchError } from "./apply-patch.ts";
export { Batch, type BatchResults } from "./batch.ts";
export { BoundQuery, raw, surql } from "./bound-query.ts";
// For those who write a facade: another way of waiting, or another way to a database.
export type { Channel, ChannelDiagnostic, ChannelListener, OpenedChannel, ReplyListener } from "./channel.ts";
export type { OrderBy, Return, SelectClauses, Timespan } from "./clauses.ts";
export type { ConnectionPlan } from "./connection.ts";
export { type CloseOptions, SurrealConnection } from "./connection.ts";
export {
  AuthRestoreError,
  CommitOutcomeUnknownError,
  LiveEndedError,
  LiveOverflowError,
  LiveRestoreError,
  RowValidationError,
  SessionClosedError,
  SessionLostError,
  TransactionClosedError,
  TransactionLostError,
  UnexpectedResponseError,
  UnsupportedVersionError,
} from "./core-errors.ts";
export type { AccessCredentials, Credentials, SystemCredentials } from "./credentials.ts";
export { CrudBuilder, type CrudOptions, type PatchOperation } from "./crud-builder.ts";
export { Deferred } from "./deferred.ts";
export type { ConnectionEvents } from "./events.ts";
export type { ExportOptions } from "./export-database.ts";
export {
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
} from "./expressions.ts";
export type { CrudBuilderClass, Facade, InsertBuilderClass, QueryBuilderClass, Waits } from "./facade.ts";
export { type FileListOptions, type FileMetadata, Files } from "./files.ts";
export type { ImportOptions, ImportSource } from "./import-database.ts";
export { ImportError, ImportSourceError } from "./import-errors.ts";
export type { ImportChunk, ReadableChunks } from "./import-parts.ts";
export { InsertBuilder, type InsertOptions } from "./insert-builder.ts";
export type { Adopt, Into, SchemaIssue, SchemaResult, StandardSchema } from "./into.ts";
export type { LiveQueryOptions } from "./live.ts";
export type { SubscribeOptions } from "./live-consumer.ts";
export type { LiveChange, LiveGap, LiveNotification } from "./live-notification.ts";
export type { Awaitable, Disposal, Given, Mode, Returns, Started, Stream, Thenable } from "./mode.ts";
export type { DiagnosticChannels, DiagnosticReports, RequestReport } from "./observer.ts";
export { drive, type Operation, type Resume, type Suspension } from "./operation.ts";
export type {
  AuthProvider,
  AuthSource,
  CoreOptions,
  HeartbeatOptions,
  LiveOptions,
  OfflineQueueOptions,
  ReconnectOptions,
  ResolvedOptions,
} from "./options.ts";
export { QueryBuilder, type StatementResponse } from "./query-builder.ts";
export { type Crud, type CrudResult, type Insert, Queryable, type SelectOptions } from "./queryable.ts";
export type { RecordData } from "./record-data.ts";
export type { RawResponse } from "./reply.ts";
export type { CallSettings, Context } from "./request.ts";
export type { RowsOptions } from "./rows.ts";
export { isTransactionConflict, ServerError, type ServerErrorFacts, type ServerErrorKind } from "./server-error.ts";
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
} from "./server-errors.ts";
export { SurrealSession } from "./session.ts";
export { SessionScope } from "./session-scope.ts";
export type { StreamSource } from "./stream-source.ts";
export type { RangeTarget, SingleTarget, Target } from "./target.ts";
export type { Tokens } from "./tokens.ts";
export { SurrealTransaction } from "./transaction.ts";
export type { TransactionOptions } from "./transaction-operations.ts";
export type { OnProgress, TransferProgress } from "./transfer.ts";
export type { UseTarget } from "./use.ts";
