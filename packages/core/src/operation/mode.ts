// Users need not name this library in their own settings: the types below are nothing without it.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Deferred } from "./deferred.ts";

/**
 * How results are given: as promises; as plain values, which block the thread until they are there; or inside a batch,
 * as something that is yet to be run.
 */
export type Mode = "async" | "blocking" | "deferred";

/** One row for each way of giving a `T`. */
interface Answers<T> {
  async: Promise<T>;
  blocking: T;
  deferred: Deferred<T>;
}

/** What a method that yields a `T` returns: `Promise<T>` in async mode, `T` in blocking mode. */
export type Returns<M extends Mode, T> = Answers<T>[M];

/** What makes an async builder awaitable: it is a promise to all who ask its type, linters too, and begins when it is awaited. */
export interface Thenable<T> extends Promise<T> {}

interface Awaitables<T> {
  async: Thenable<T>;
  blocking: unknown;
  deferred: unknown;
}

/** What is added to a builder so that it can be awaited; nothing in blocking mode. */
export type Awaitable<M extends Mode, T> = Awaitables<T>[M];

interface Starts<T, B> {
  async: B;
  blocking: T;
  deferred: Deferred<T>;
}

/** What a verb with everything it needs returns: in async mode the awaitable builder, in blocking mode the result. */
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

/** What a function of the user's may give back: in async mode a promise as well. */
export type Given<M extends Mode, T> = Callbacks<T>[M];
