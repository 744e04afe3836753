import { ConformanceError } from "./expectation.ts";

/** Waits for a promise, and throws an error that says what did not happen within `patience` milliseconds. */
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
