import { describe, expect, it } from "vitest";
import { Latch } from "./latch.ts";
import { Once } from "./once.ts";
import { drive, type Operation, type Resume, wait } from "./operation.ts";

/** Drives an operation and notes every outcome that is reported. */
function outcomesOf(operation: Operation<unknown>): unknown[] {
  const outcomes: unknown[] = [];
  drive(operation, { done: (value) => outcomes.push(value), fail: (error) => outcomes.push(error) });
  return outcomes;
}

describe("drive", () => {
  it("goes on where the awaited thing settles, once", () => {
    let held: Resume<number> | undefined;
    const outcomes = outcomesOf(
      (function* () {
        return (yield* wait<number>((resume) => (held = resume))) + 1;
      })(),
    );
    expect(outcomes).toEqual([]);
    held?.done(41);
    held?.done(1);
    held?.fail(new Error("late"));
    expect(outcomes).toEqual([42]);
  });

  it("ignores what settles an earlier wait once it waits for another thing", () => {
    const held: Resume<string>[] = [];
    const outcomes = outcomesOf(
      (function* () {
        const first = yield* wait<string>((resume) => held.push(resume));
        const second = yield* wait<string>((resume) => held.push(resume));
        return `${first} ${second}`;
      })(),
    );
    held[0]?.done("a");
    held[0]?.done("again");
    held[1]?.done("b");
    expect(outcomes).toEqual(["a b"]);
  });

  it("does not deepen the stack for things that settle at once", () => {
    const outcomes = outcomesOf(
      (function* () {
        let sum = 0;
        for (let i = 0; i < 100_000; i += 1) sum += yield* wait<number>((resume) => resume.done(1));
        return sum;
      })(),
    );
    expect(outcomes).toEqual([100_000]);
  });

  it("throws a failure into the operation, which may catch it", () => {
    const outcomes = outcomesOf(
      (function* () {
        try {
          yield* wait((resume) => resume.fail(new Error("no")));
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
    let inner: Resume<void> | undefined;
    drive(
      (function* (): Operation<void> {
        order.push("outer waits");
        yield* wait<void>((resume) => (inner = resume));
        order.push("outer goes on");
      })(),
      { done: () => order.push("outer done"), fail: () => undefined },
    );
    drive(
      (function* (): Operation<void> {
        yield* wait<void>((resume) => resume.done());
        order.push("inner");
        inner?.done();
        order.push("inner again");
      })(),
      { done: () => order.push("inner done"), fail: () => undefined },
    );
    expect(order).toEqual(["outer waits", "inner", "outer goes on", "outer done", "inner again", "inner done"]);
  });
});

describe("sharing one run", () => {
  function* held(runs: Resume<number>[]): Operation<number> {
    return yield* wait<number>((resume) => runs.push(resume));
  }

  it("runs an operation once for all who ask, and keeps its outcome", () => {
    const once = new Once<number>();
    const runs: Resume<number>[] = [];
    const ask = (): unknown[] => outcomesOf(once.run(() => held(runs)));
    expect(once.isStarted).toBe(false);
    const [first, second] = [ask(), ask()];
    expect(once.isStarted).toBe(true);
    runs[0]?.done(7);
    expect([first, second, ask(), runs.length]).toEqual([[7], [7], [7], 1]);
  });

  it("keeps a failure as it keeps a result", () => {
    const once = new Once<number>();
    const runs: Resume<number>[] = [];
    const ask = (): unknown[] => outcomesOf(once.run(() => held(runs)));
    const first = ask();
    runs[0]?.fail("no");
    expect([first, ask(), runs.length]).toEqual([["no"], ["no"], 1]);
  });

  it("starts a latch anew after it has ended", () => {
    const latch = new Latch<number>();
    const runs: Resume<number>[] = [];
    const ask = (): unknown[] => outcomesOf(wait(latch.enter(() => held(runs))));
    const [first, second] = [ask(), ask()];
    runs[0]?.fail("no");
    const third = ask();
    runs[1]?.done(2);
    expect([first, second, third, runs.length]).toEqual([["no"], ["no"], [2], 2]);
  });
});
