import { CrudBuilder, InsertBuilder, LiteQueryBuilder, type Thenable } from "@surreal-sdk/core";

/** A query of a lite connection, which can be awaited. */
export class AsyncLiteQueryBuilder<T extends unknown[] = unknown[]> extends LiteQueryBuilder<"async", T> {
  static {
    makeAwaitable(this.prototype);
  }
}

/** The methods that make it awaitable. */
export interface AsyncLiteQueryBuilder<T extends unknown[] = unknown[]> extends Thenable<T> {}

/** A create, update, upsert or delete that can be awaited. */
export class AsyncCrudBuilder<T = unknown> extends CrudBuilder<"async", T> {
  static {
    makeAwaitable(this.prototype);
  }
}

/** The methods that make it awaitable. */
export interface AsyncCrudBuilder<T = unknown> extends Thenable<T> {}

/** An insert that can be awaited. */
export class AsyncInsertBuilder<T = unknown> extends InsertBuilder<"async", T> {
  static {
    makeAwaitable(this.prototype);
  }
}

/** The methods that make it awaitable. */
export interface AsyncInsertBuilder<T = unknown> extends Thenable<T[]> {}

interface Executable {
  execute(): Promise<unknown>;
}

type Settled = (outcome?: unknown) => unknown;

/** Makes a class of builders awaitable: awaiting a builder executes it; inspecting it does not. */
export function makeAwaitable(prototype: Executable): void {
  for (const name of ["then", "catch", "finally"] as const) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: Executable, first?: Settled, second?: Settled): unknown {
        return this.execute()[name as "then"](first, second);
      },
    });
  }
}
