/** How long a test waits for something that must happen by itself, in milliseconds. */
const PATIENCE = 60_000;

/** Waits for a promise with a watchdog of its own, so that one that never settles is named as such. */
export async function settled<T>(promise: PromiseLike<T>, patience: number = PATIENCE): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watchdog = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It never settled (${patience} ms).`)), patience);
  });
  try {
    return await Promise.race([promise, watchdog]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a promise is rejected with; a promise that is fulfilled, or never settles, is an error of the test. */
export async function rejection(promise: PromiseLike<unknown>, patience?: number): Promise<Raised> {
  const outcome = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const result = await settled(outcome, patience);
  if (!("error" in result)) throw new Error(`It was fulfilled with ${JSON.stringify(result.value)}.`);
  if (!(result.error instanceof Error)) throw new Error(`It was rejected with no error: ${String(result.error)}.`);
  return result.error;
}

/** An error as it may come out of the SDK. */
export type Raised = Error & {
  readonly outcome?: "not_sent" | "failed" | "unknown";
  readonly retrySafe?: boolean;
  readonly cause?: unknown;
  readonly code?: unknown;
};

/** Resolves with the first event that fits. */
export function heard<A extends unknown[]>(
  subscribe: (listener: (...args: A) => void) => () => void,
  fits: (...args: A) => boolean = () => true,
): Promise<A> {
  return settled(
    new Promise((resolve) => {
      const stop = subscribe((...args) => {
        if (!fits(...args)) return;
        stop();
        resolve(args);
      });
    }),
  );
}
