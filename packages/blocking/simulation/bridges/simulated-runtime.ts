import {
  type AnyDatabase,
  CrudBuilder,
  type CrudBuilderClass,
  type DatabaseShape,
  drive,
  InsertBuilder,
  type InsertBuilderClass,
  type Operation,
  QueryBuilder,
  type QueryBuilderClass,
  type Runtime,
  SurrealSession,
  SurrealTransaction,
} from "@surreal-sdk/core";
import type { Random, VirtualClock } from "@surreal-sdk/link/simulation";

class SimulatedSession<S extends DatabaseShape = AnyDatabase> extends SurrealSession<"async", S> {
  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeSession();
  }
}

class SimulatedTransaction<S extends DatabaseShape = AnyDatabase> extends SurrealTransaction<"async", S> {
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
  }
}

/** How calls of one bridge wait: where they begin and where they end. */
export interface Waiting {
  enter(): void;
  leave(): void;
}

/** What differs between the bridges: the way to the database, and what happens around a call. */
export interface Bridge extends Waiting {
  readonly open: Runtime<"async">["open"];
}

/** A way of waiting that gives promises, in virtual time. */
export function simulatedRuntime(bridge: Bridge, clock: VirtualClock, random: Random): Runtime<"async"> {
  const run = <T>(_name: string, operation: Operation<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      bridge.enter();
      drive(operation, {
        resolve: (value) => {
          bridge.leave();
          resolve(value);
        },
        reject: (error) => {
          bridge.leave();
          reject(error);
        },
      });
    });
  return {
    mode: "async",
    run,
    fromPromise: (value) => (continuation) => {
      if (!(value instanceof Promise)) return continuation.resolve(value);
      value.then(
        (result) => continuation.resolve(result),
        (error) => continuation.reject(error),
      );
    },
    after: (milliseconds, callback) => {
      if (milliseconds === Number.POSITIVE_INFINITY) return () => undefined;
      const timer = clock.startTimer(milliseconds, callback);
      return () => timer.cancel();
    },
    random: () => random.next(),
    open: bridge.open,
    started: (builder) => builder,
    queryBuilder: QueryBuilder as QueryBuilderClass<"async">,
    crudBuilder: CrudBuilder as CrudBuilderClass<"async">,
    insertBuilder: InsertBuilder as InsertBuilderClass<"async">,
    session: SimulatedSession,
    transaction: SimulatedTransaction,
    stream: (source) => {
      const stream = {
        next: () => run("next", source.next()),
        return: () => run("return", source.return()),
        throw: (error: unknown) => run("return", source.return()).then(() => Promise.reject(error)),
        [Symbol.asyncIterator]: () => stream,
        [Symbol.asyncDispose]: async () => void (await run("return", source.return())),
      };
      return stream as never;
    },
  };
}
