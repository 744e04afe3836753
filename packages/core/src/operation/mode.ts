// Users need not list this library in their own settings: the types below need it.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Deferred } from "./deferred.ts";

/**
 * How results are returned: as promises; as plain values, which block the thread until they arrive; or inside a batch,
 * as placeholders.
 */
export type Mode = "async" | "blocking" | "deferred";

/** One row for each way of returning a `T`. */
interface Answers<T> {
  async: Promise<T>;
  blocking: T;
  deferred: Deferred<T>;
}

/** The result of a method that yields a `T`: `Promise<T>` in async mode, `T` in blocking mode. */
export type Returns<M extends Mode, T> = Answers<T>[M];

/** What makes an async builder awaitable: it is a promise to all who ask its type, linters too, and begins when it is awaited. */
export interface Thenable<T> extends Promise<T> {}

interface Awaitables<T> {
  async: Thenable<T>;
  blocking: unknown;
  deferred: unknown;
}

/** What a builder gains so that it can be awaited; nothing in blocking mode. */
export type Awaitable<M extends Mode, T> = Awaitables<T>[M];

interface Starts<T, B> {
  async: B;
  blocking: T;
  deferred: Deferred<T>;
}

/**
 * The result of a builder method with all its data: in async mode the awaitable builder, in blocking mode the result.
 */
export type Started<M extends Mode, T, B> = Starts<T, B>[M];

interface Disposals {
  async: { [Symbol.asyncDispose](): Promise<void> };
  blocking: { [Symbol.dispose](): void };
  deferred: unknown;
}

/** `await using` in async mode, `using` in blocking mode. */
export type Disposal<M extends Mode> = Disposals[M];

interface Streams<T> {
  async: AsyncGenerator<T, void, undefined>;
  blocking: Generator<T, void, undefined>;
  deferred: never;
}

/** A stream of `T`: an async generator, or a generator that waits inside `next()`. */
export type Stream<M extends Mode, T> = Streams<T>[M];

interface Callbacks<T> {
  async: T | PromiseLike<T>;
  blocking: T;
  deferred: never;
}

/** What a user's function may return: in async mode a promise as well. */
export type Given<M extends Mode, T> = Callbacks<T>[M];
