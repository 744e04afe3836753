/**
 * A part of the tour, written once for both ways of waiting: it yields whatever it has to wait for. What has a promise is
 * awaited, what blocks has come already.
 */
export type Part<T> = Generator<unknown, T, unknown>;

/** How the tour waits. */
export type Mode = "async" | "blocking";

/** Waits for an answer: `const ada = yield* answer(db.select("user:ada"))`. A builder is executed. */
export function* answer<T>(asked: T): Part<Awaited<T>> {
  return (yield asked) as Awaited<T>;
}

/** Plays a part with promises. */
export async function playAwaiting<T>(part: Part<T>): Promise<T> {
  let step = part.next();
  while (step.done !== true) {
    let value: unknown;
    try {
      value = await executed(step.value);
    } catch (error) {
      step = part.throw(error);
      continue;
    }
    step = part.next(value);
  }
  return step.value;
}

/** Plays a part without a single one. */
export function playBlocking<T>(part: Part<T>): T {
  let step = part.next();
  while (step.done !== true) {
    let value: unknown;
    try {
      value = executed(step.value);
    } catch (error) {
      step = part.throw(error);
      continue;
    }
    step = part.next(value);
  }
  return step.value;
}

/** Makes a callback of a part, such as the function that `transaction` takes. */
export function callback<A extends unknown[], T>(
  mode: Mode,
  part: (...given: A) => Part<T>,
): (...given: A) => Promise<T> {
  if (mode === "async") return (...given) => playAwaiting(part(...given));
  // The types are those of the async mode, as everywhere in the tour.
  return (...given) => playBlocking(part(...given)) as Promise<T>;
}

function executed(value: unknown): unknown {
  const isBuilder = typeof value === "object" && value !== null && "execute" in value;
  return isBuilder ? (value as { execute(): unknown }).execute() : value;
}
