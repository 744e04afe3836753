/** Shared by every copy of this package in a thread: engines and the code that ends the thread may hold different ones. */
const key: unique symbol = /* @__PURE__ */ Symbol.for("@surreal-sdk/native-work");

interface Work {
  running: number;
  readonly waiting: (() => void)[];
}

const realm = globalThis as { [key]?: Work };

function work(): Work {
  realm[key] ??= { running: 0, waiting: [] };
  return realm[key];
}

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
  /** Returns a function to call when it is finished; calling it again has no effect. */
  begin(): () => void {
    const { waiting } = work();
    work().running += 1;
    let finish = (): void => {
      finish = () => undefined;
      work().running -= 1;
      if (work().running === 0) for (const call of waiting.splice(0)) call();
    };
    return () => finish();
  },
  /** Calls back when nothing is running; at once when nothing is. */
  whenFinished(call: () => void): void {
    if (work().running === 0) call();
    else work().waiting.push(call);
  },
};
