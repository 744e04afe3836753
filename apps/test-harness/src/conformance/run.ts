/** What `await` gives in async mode and a plain value in blocking mode; a builder is executed in both. */
export async function run<T>(pending: { execute(): T } | T): Promise<Awaited<T>> {
  return await (isBuilder(pending) ? pending.execute() : pending);
}

/**
 * Calls `act` and gives back what it raised, whether thrown at the call or rejected later.
 *
 * @param asPromise - only a promise may tell of it, as that of a method which always gives one
 */
export async function raised(act: () => unknown, asPromise = false): Promise<Error> {
  let result: unknown;
  try {
    const pending = asPromise ? notThrown(act) : act();
    result = await run(pending);
  } catch (error) {
    if (error instanceof Error) return error;
    throw new TypeError(`No error was raised but ${String(error)}.`);
  }
  throw new TypeError(`Nothing was raised, the result was ${String(result)}.`);
}

function notThrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (cause) {
    throw new TypeError("The error was thrown and not rejected with.", { cause });
  }
}

function isBuilder<T>(pending: { execute(): T } | T): pending is { execute(): T } {
  return typeof pending === "object" && pending !== null && "execute" in pending;
}

/**
 * Makes a callback of one body for both modes: every `yield` waits for what it is given, with a promise where the
 * connection gives promises, and at once where it blocks.
 */
export function inMode<A extends unknown[], T>(
  mode: "async" | "blocking",
  body: (...given: A) => Generator<unknown, T, unknown>,
): (...given: A) => Promise<T> {
  if (mode === "async") return (...given) => awaited(body(...given));
  return (...given) => blocked(body(...given)) as Promise<T>;
}

async function awaited<T>(steps: Generator<unknown, T, unknown>): Promise<T> {
  let step = steps.next();
  while (step.done !== true) step = steps.next(await run(step.value));
  return step.value;
}

function blocked<T>(steps: Generator<unknown, T, unknown>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next(isBuilder(step.value) ? step.value.execute() : step.value);
  return step.value;
}
