import type { QueryBuilderClass, Runtime } from "../src/client/runtime.ts";
import { SurrealSession } from "../src/client/session.ts";
import { SurrealTransaction } from "../src/client/transaction.ts";
import type { CrudBuilderClass, InsertBuilderClass } from "../src/lite/lite-runtime.ts";
import type { Mode, Returns } from "../src/operation/mode.ts";
import { drive, type Operation } from "../src/operation/operation.ts";
import { CrudBuilder } from "../src/query/crud-builder.ts";
import { InsertBuilder } from "../src/query/insert-builder.ts";
import { QueryBuilder } from "../src/query/query-builder.ts";
import type { AnyDatabase, DatabaseShape } from "../src/typing/database.ts";
import { ScriptedChannel } from "./scripted-channel.ts";

/** What the runtimes of the tests share with the test that uses them. */
export interface Backstage {
  readonly channels: ScriptedChannel[];
  readonly capabilities: ReturnType<Runtime<Mode>["open"]>["capabilities"];
  /** Timers that were set and not cleared: what to call, and after how many milliseconds. */
  readonly timers: Map<() => void, number>;
  /** Those among them that do not keep the process alive. */
  readonly idle: Set<() => void>;
}

type Shared = "random" | "after" | "open" | "queryBuilder" | "crudBuilder" | "insertBuilder";

function shared(backstage: Backstage): Pick<Runtime<Mode>, Shared> {
  return {
    random: () => 0.5,
    after: (milliseconds, callback, idle) => {
      const timer = (): void => {
        backstage.timers.delete(timer);
        callback();
      };
      backstage.timers.set(timer, milliseconds);
      if (idle === true) backstage.idle.add(timer);
      return () => backstage.timers.delete(timer);
    },
    open: (_endpoint, _options, listener) => {
      const channel = new ScriptedChannel(listener);
      backstage.channels.push(channel);
      return { channel, capabilities: backstage.capabilities, engineName: "scripted" };
    },
    queryBuilder: QueryBuilder as QueryBuilderClass<Mode>,
    crudBuilder: CrudBuilder as CrudBuilderClass<Mode>,
    insertBuilder: InsertBuilder as InsertBuilderClass<Mode>,
  };
}

class AsyncSession<S extends DatabaseShape = AnyDatabase> extends SurrealSession<"async", S> {
  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeSession();
  }
}

class AsyncTransaction<S extends DatabaseShape = AnyDatabase> extends SurrealTransaction<"async", S> {
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
  }
}

class BlockingSession<S extends DatabaseShape = AnyDatabase> extends SurrealSession<"blocking", S> {
  [Symbol.dispose](): void {
    this.closeSession();
  }
}

class BlockingTransaction<S extends DatabaseShape = AnyDatabase> extends SurrealTransaction<"blocking", S> {
  [Symbol.dispose](): void {
    this.abandon();
  }
}

/** Waits with promises. Its builders are not awaitable: tests call `execute()`. */
export function asyncTestRuntime(backstage: Backstage): Runtime<"async"> {
  const run = <T>(_name: string, operation: Operation<T>): Promise<T> =>
    new Promise((resolve, reject) => drive(operation, { resolve: resolve, reject: reject }));
  return {
    ...(shared(backstage) as unknown as Pick<Runtime<"async">, Shared>),
    mode: "async",
    run,
    fromPromise: (value) => (resume) =>
      void Promise.resolve(value).then(
        (result) => resume.resolve(result),
        (error) => resume.reject(error),
      ),
    started: (builder) => builder,
    session: AsyncSession,
    transaction: AsyncTransaction,
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

/** Works the channel until there is a result, as a blocked thread does. */
export function blockingTestRuntime(backstage: Backstage): Runtime<"blocking"> {
  const run = <T>(_name: string, operation: Operation<T>): Returns<"blocking", T> => {
    let outcome: (() => T) | undefined;
    drive(operation, {
      resolve: (value) => {
        outcome = () => value;
      },
      reject: (error) => {
        outcome = () => {
          throw error;
        };
      },
    });
    while (outcome === undefined) {
      const busy = backstage.channels.map((channel) => channel.pump());
      if (!busy.includes(true) && outcome === undefined) throw new Error("Nothing is left to happen, and no result.");
    }
    return (outcome as () => T)();
  };
  return {
    ...(shared(backstage) as unknown as Pick<Runtime<"blocking">, Shared>),
    mode: "blocking",
    run,
    fromPromise: (value) => (resume) => {
      if (value instanceof Promise) resume.reject(new TypeError("There is nobody to wait for a promise."));
      else resume.resolve(value);
    },
    started: (builder) => builder.execute(),
    session: BlockingSession,
    transaction: BlockingTransaction,
    stream: () => {
      throw new Error("The tests read streams with promises.");
    },
  };
}
