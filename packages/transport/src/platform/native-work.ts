/** Shared by every copy of this package in a thread: engines and the code that ends the thread may hold different ones. */
const key: unique symbol = Symbol.for("@surreal-sdk/native-work");

const realm = globalThis as { [key]?: number };

/**
 * What native modules have begun in this thread and not finished. A thread that ends in the middle of it crashes the
 * process, or stops the other threads of the module.
 *
 * An engine calls `begin` before it hands something to a native module, and the function that it returns when nothing of
 * it is left.
 *
 * @example
 * ```ts
 * const finished = nativeWork.begin();
 * await database.free();
 * finished();
 * ```
 */
export const nativeWork = {
  /** Whether something has begun and is not finished. */
  get isRunning(): boolean {
    return (realm[key] ?? 0) > 0;
  },
  /** Returns a function to call when it is finished; calling it again has no effect. */
  begin(): () => void {
    realm[key] = (realm[key] ?? 0) + 1;
    let finish = (): void => {
      realm[key] = (realm[key] ?? 1) - 1;
      finish = () => undefined;
    };
    return () => finish();
  },
};
