import { ConformanceError } from "./expectation.ts";

/** Waits for a promise, and raises what did not happen when it takes longer than `patience` milliseconds. */
export async function within<T>(patience: number, what: string, promise: Promise<T>): Promise<T> {
  let stop = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new ConformanceError(`${what} within ${patience} ms.`)), patience);
    stop = () => clearTimeout(timer);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop();
  }
}
