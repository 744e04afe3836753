import type { Endpoint } from "@surreal-sdk/transport";
import type { ChannelListener, OpenedChannel } from "../call/channel.ts";
import type { DiagnosticChannels } from "../call/observer.ts";
import type { ResolvedOptions } from "../call/options.ts";
import type { Context } from "../call/request.ts";
import type { Awaitable, Disposal, Mode, Returns, Started, Stream } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import type { CrudBuilder } from "../query/crud-builder.ts";
import type { InsertBuilder } from "../query/insert-builder.ts";
import type { FromPromise } from "../query/into.ts";
import type { QueryBuilder } from "../query/query-builder.ts";
import type { SurrealSession } from "./session.ts";
import type { SurrealTransaction } from "./transaction.ts";

/** What operations need of whoever waits. */
export interface RuntimeServices {
  /** Waits for something that a user's function gave back. */
  readonly fromPromise: FromPromise;
  /** Calls back after that many milliseconds, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void;
  /** A number from 0 up to 1, different every time. */
  random(): number;
  /** Where reports go; left out where nobody can listen. */
  readonly channels?: DiagnosticChannels | undefined;
  /** Makes the way to a database. No I/O yet. */
  open(endpoint: Endpoint, options: ResolvedOptions, listener: ChannelListener): OpenedChannel;
}

/**
 * How one mode waits. Everything else is written once, on top of this: whoever adds a way of waiting writes these
 * members and a handful of leaf classes.
 */
export interface Runtime<M extends Mode> extends RuntimeServices {
  readonly mode: M;
  /**
   * Runs an operation and gives its result in the way of the mode.
   *
   * @param name - the method's, for stack traces
   */
  run<T>(name: string, operation: Operation<T>): Returns<M, T>;
  /** A builder that has all it needs: handed out to be awaited, or run at once. */
  started<T, B extends { execute(): Returns<M, T> }>(builder: B): Started<M, T, B>;
  readonly queryBuilder: QueryBuilderClass<M>;
  readonly crudBuilder: CrudBuilderClass<M>;
  readonly insertBuilder: InsertBuilderClass<M>;
  readonly session: new (context: Context<M>) => SurrealSession<M> & Disposal<M>;
  readonly transaction: new (context: Context<M>) => SurrealTransaction<M> & Disposal<M>;
  /** Gives items one after the other. */
  stream<T>(source: StreamSource<T>): Stream<M, T>;
}

/** Builds the query builder of a mode: in async mode one that can be awaited. */
export type QueryBuilderClass<M extends Mode> = new <T extends unknown[]>(
  ...given: ConstructorParameters<typeof QueryBuilder<M, T>>
) => QueryBuilder<M, T> & Awaitable<M, T>;

/** Builds the CRUD builder of a mode. */
export type CrudBuilderClass<M extends Mode> = new <T>(
  ...given: ConstructorParameters<typeof CrudBuilder<M, T>>
) => CrudBuilder<M, T> & Awaitable<M, T>;

/** Builds the insert builder of a mode. */
export type InsertBuilderClass<M extends Mode> = new <T>(
  ...given: ConstructorParameters<typeof InsertBuilder<M, T>>
) => InsertBuilder<M, T> & Awaitable<M, T[]>;
