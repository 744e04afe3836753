import { describe, expect, it } from "vitest";
import { Once } from "./once.ts";
import { type Continuation, drive, type Operation, wait } from "./operation.ts";
import { SingleFlight } from "./single-flight.ts";

/** Drives an operation and notes every outcome that is reported. */
function outcomesOf(operation: Operation<unknown>): unknown[] {
  const outcomes: unknown[] = [];
  drive(operation, { resolve: (value) => outcomes.push(value), reject: (error) => outcomes.push(error) });
  return outcomes;
}

describe("drive", () => {
  it("goes on where the awaited thing settles, once", () => {
    let held: Continuation<number> | undefined;
    const outcomes = outcomesOf(
      (function* () {
        return (yield* wait<number>((continuation) => (held = continuation))) + 1;
      })(),
    );
    expect(outcomes).toEqual([]);
    held?.resolve(41);
    held?.resolve(1);
    held?.reject(new Error("late"));
    expect(outcomes).toEqual([42]);
  });

  it("ignores what settles an earlier wait once it waits for another thing", () => {
    const held: Continuation<string>[] = [];
    const outcomes = outcomesOf(
      (function* () {
        const first = yield* wait<string>((continuation) => held.push(continuation));
        const second = yield* wait<string>((continuation) => held.push(continuation));
        return `${first} ${second}`;
      })(),
    );
    held[0]?.resolve("a");
    held[0]?.resolve("again");
    held[1]?.resolve("b");
    expect(outcomes).toEqual(["a b"]);
  });

  it("does not deepen the stack for things that settle at once", () => {
    const outcomes = outcomesOf(
      (function* () {
        let sum = 0;
        for (let i = 0; i < 100_000; i += 1) sum += yield* wait<number>((continuation) => continuation.resolve(1));
        return sum;
      })(),
    );
    expect(outcomes).toEqual([100_000]);
  });

  it("throws a failure into the operation, which may catch it", () => {
    const outcomes = outcomesOf(
      (function* () {
        try {
          yield* wait((continuation) => continuation.reject(new Error("no")));
        } catch (error) {
          return `caught ${(error as Error).message}`;
        }
      })(),
    );
    expect(outcomes).toEqual(["caught no"]);
  });

  it.each([
    [
      "the operation throws",
      () => {
        throw new Error("boom");
      },
      undefined,
    ],
    [
      "what it waits for cannot be started",
      () => undefined,
      () => {
        throw new Error("boom");
      },
    ],
  ])("fails when %s", (_, before, start) => {
    const outcomes = outcomesOf(
      (function* () {
        before();
        yield* wait(start ?? (() => undefined));
      })(),
    );
    expect(outcomes).toEqual([new Error("boom")]);
  });

  it("can be driven on from inside of itself", () => {
    const order: string[] = [];
    let inner: Continuation<void> | undefined;
    drive(
      (function* (): Operation<void> {
        order.push("outer waits");
        yield* wait<void>((continuation) => (inner = continuation));
        order.push("outer goes on");
      })(),
      { resolve: () => order.push("outer done"), reject: () => undefined },
    );
    drive(
      (function* (): Operation<void> {
        yield* wait<void>((continuation) => continuation.resolve());
        order.push("inner");
        inner?.resolve();
        order.push("inner again");
      })(),
      { resolve: () => order.push("inner done"), reject: () => undefined },
    );
    expect(order).toEqual(["outer waits", "inner", "outer goes on", "outer done", "inner again", "inner done"]);
  });
});

describe("sharing one run", () => {
  function* held(runs: Continuation<number>[]): Operation<number> {
    return yield* wait<number>((continuation) => runs.push(continuation));
  }

  it("runs an operation once for all who ask, and keeps its outcome", () => {
    const once = new Once<number>();
    const runs: Continuation<number>[] = [];
    const ask = (): unknown[] => outcomesOf(once.run(() => held(runs)));
    expect(once.isStarted).toBe(false);
    const [first, second] = [ask(), ask()];
    expect(once.isStarted).toBe(true);
    runs[0]?.resolve(7);
    expect([first, second, ask(), runs.length]).toEqual([[7], [7], [7], 1]);
  });

  it("keeps a failure as it keeps a result", () => {
    const once = new Once<number>();
    const runs: Continuation<number>[] = [];
    const ask = (): unknown[] => outcomesOf(once.run(() => held(runs)));
    const first = ask();
    runs[0]?.reject("no");
    expect([first, ask(), runs.length]).toEqual([["no"], ["no"], 1]);
  });

  it("starts a latch anew after it has ended", () => {
    const latch = new SingleFlight<number>();
    const runs: Continuation<number>[] = [];
    const ask = (): unknown[] => outcomesOf(wait(latch.run(() => held(runs))));
    const [first, second] = [ask(), ask()];
    runs[0]?.reject("no");
    const third = ask();
    runs[1]?.resolve(2);
    expect([first, second, third, runs.length]).toEqual([["no"], ["no"], [2], 2]);
  });
});
