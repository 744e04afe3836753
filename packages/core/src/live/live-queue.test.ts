import { RecordId, Uuid } from "@surreal-sdk/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveChange, LiveNotification } from "./live-notification.ts";
import { LiveQueue, type LiveStep } from "./live-queue.ts";

const id = Uuid.v4();
const change = (n: number): LiveChange => ({ id, action: "CREATE", record: new RecordId("t", n), result: n });
const gap: LiveNotification = { id, action: "GAP", reason: "reconnect" };

/** What a wait came to, in short: a number, `GAP`, `ended`, `timeout`, an error's name, or nothing yet. */
function ask(queue: LiveQueue, after?: (expired: () => void) => () => void): { outcome: unknown } {
  const asked: { outcome: unknown } = { outcome: undefined };
  const settle = (outcome: unknown): void => {
    if (asked.outcome !== undefined) throw new Error("settled twice");
    asked.outcome = outcome;
  };
  const suspension = queue.next(after);
  try {
    suspension({
      resolve: (step: LiveStep) => settle(shown(step)),
      reject: (error) => settle((error as Error).name),
    });
  } catch (error) {
    settle((error as Error).name);
  }
  return asked;
}

/** Takes what there is, without waiting for more. */
function drain(queue: LiveQueue): unknown[] {
  const taken: unknown[] = [];
  for (;;) {
    try {
      const step = queue.poll();
      if (step !== undefined) taken.push(shown(step));
      if (step === undefined || step.kind === "ended") return taken;
    } catch (error) {
      taken.push((error as Error).name);
    }
  }
}

function shown(step: LiveStep): unknown {
  if (step.kind !== "item") return step.kind;
  return step.item.action === "GAP" ? `GAP ${step.item.dropped ?? ""}`.trim() : step.item.result;
}

const errors = { queue: 3, overflow: "error", bytes: Number.POSITIVE_INFINITY } as const;
const drops = { queue: 3, overflow: "drop-oldest", bytes: Number.POSITIVE_INFINITY } as const;

describe("the queue of a consumer", () => {
  it("hands out a burst in order, however it was asked for (F01)", () => {
    const queue = new LiveQueue(id, { queue: 10_000, overflow: "error", bytes: Number.POSITIVE_INFINITY });
    const early = [ask(queue), ask(queue)];
    for (let n = 0; n < 5_000; n += 1) queue.push(change(n));
    expect(early.map(({ outcome }) => outcome)).toEqual([0, 1]);
    expect(drain(queue)).toEqual(Array.from({ length: 4_998 }, (_, n) => n + 2));
  });

  it("serves those who wait in the order in which they came", () => {
    const queue = new LiveQueue(id, errors);
    const waiting = [ask(queue), ask(queue), ask(queue)];
    queue.push(change(1));
    queue.push(change(2));
    expect(waiting.map(({ outcome }) => outcome)).toEqual([1, 2, undefined]);
    queue.finish();
    expect(waiting[2]?.outcome).toBe("ended");
  });

  it("ends with an error when it is full, after what it holds", () => {
    const queue = new LiveQueue(id, errors);
    expect([1, 2, 3, 4, 5].map((n) => queue.push(change(n)))).toEqual(["kept", "kept", "kept", "overflowed", "kept"]);
    expect(drain(queue)).toEqual([1, 2, 3, "LiveOverflowError", "ended"]);
  });

  it("drops the oldest and says how many, before what is left", () => {
    const queue = new LiveQueue(id, drops);
    expect([1, 2, 3, 4, 5].map((n) => queue.push(change(n)))).toEqual(["kept", "kept", "kept", "dropped", "dropped"]);
    expect(drain(queue)).toEqual(["GAP 2", 3, 4, 5]);
    for (const n of [6, 7, 8, 9]) queue.push(change(n));
    expect(drain(queue)).toEqual(["GAP 1", 7, 8, 9]);
  });

  it("joins the gaps between two changes, one of each reason", () => {
    const queue = new LiveQueue(id, { queue: 3, bytes: 1_000, overflow: "drop-oldest" });
    queue.push(change(1));
    for (let n = 0; n < 1_000; n += 1) {
      queue.lose(2);
      queue.push(gap);
    }
    queue.push(change(2));
    expect(drain(queue)).toEqual([1, "GAP 2000", "GAP", 2]);
  });

  it("has room for a gap even when it is full", () => {
    const queue = new LiveQueue(id, errors);
    for (const n of [1, 2, 3]) queue.push(change(n));
    expect([queue.push(gap), queue.push(gap)]).toEqual(["kept", "kept"]);
    expect(drain(queue)).toEqual([1, 2, 3, "GAP"]);
  });

  it("throws the reason of its end once, to the first who waits", () => {
    const queue = new LiveQueue(id, errors);
    const waiting = [ask(queue), ask(queue)];
    queue.finish(new TypeError("lost"));
    queue.finish(new RangeError("again"));
    expect([...waiting, ask(queue)].map(({ outcome }) => outcome)).toEqual(["TypeError", "ended", "ended"]);
    expect(queue.push(change(1))).toBe("kept");
    expect(ask(queue).outcome).toBe("ended");
  });

  it("hands out what it holds before it tells of its end", () => {
    const queue = new LiveQueue(id, errors);
    queue.push(change(1));
    queue.finish(new TypeError("lost"));
    expect(drain(queue)).toEqual([1, "TypeError", "ended"]);
  });

  it("forgets what it holds when it is discarded", () => {
    const queue = new LiveQueue(id, errors);
    queue.push(change(1));
    queue.discard();
    expect(drain(queue)).toEqual(["ended"]);
  });

  it("waits no longer than it is told to, and loses nothing by that", () => {
    const queue = new LiveQueue(id, errors);
    const timers: (() => void)[] = [];
    const after = (expired: () => void): (() => void) => {
      timers.push(expired);
      return () => timers.splice(timers.indexOf(expired), 1);
    };
    const [first, second] = [ask(queue, after), ask(queue, after)];
    timers[0]?.();
    queue.push(change(1));
    expect([first.outcome, second.outcome, timers.length]).toEqual(["timeout", 1, 1]);
  });

  it("loses and doubles nothing, whatever comes in whatever order", () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant("push" as const) },
      { weight: 3, arbitrary: fc.constant("next" as const) },
      { weight: 1, arbitrary: fc.constant("gap" as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (steps, limit) => {
        const queue = new LiveQueue(id, { queue: limit, overflow: "drop-oldest", bytes: Number.POSITIVE_INFINITY });
        const asked: { outcome: unknown }[] = [];
        let pushed = 0;
        for (const one of steps) {
          if (one === "push") {
            pushed += 1;
            queue.push(change(pushed));
          } else if (one === "gap") queue.push(gap);
          else asked.push(ask(queue));
        }
        const seen = [
          ...asked.map(({ outcome }) => outcome).filter((outcome) => outcome !== undefined),
          ...drain(queue),
        ];
        const numbers = seen.filter((outcome) => typeof outcome === "number");
        const dropped = seen
          .map((outcome) => Number(/^GAP (\d+)$/.exec(String(outcome))?.[1] ?? 0))
          .reduce((a, b) => a + b, 0);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(numbers.length + dropped).toBe(pushed);
      }),
    );
  });
});

describe("the bytes of a queue", () => {
  it("are counted beside its items: beyond them it is full", () => {
    const queue = new LiveQueue(id, { queue: 10_000, overflow: "error", bytes: 1_000 });
    expect([queue.push(change(0), 600), queue.push(change(1), 400)]).toEqual(["kept", "kept"]);
    expect(drain(queue)).toEqual([0, 1]);
    expect([queue.push(change(2), 600), queue.push(change(3), 401)]).toEqual(["kept", "overflowed"]);
    expect(drain(queue)).toEqual([2, "LiveOverflowError", "ended"]);
  });

  it("make as much room as is needed where the oldest may be dropped", () => {
    const queue = new LiveQueue(id, { queue: 10_000, overflow: "drop-oldest", bytes: 1_000 });
    for (let n = 0; n < 10; n += 1) queue.push(change(n), 100);
    expect(queue.push(change(10), 300)).toBe("dropped");
    expect(drain(queue)).toEqual(["GAP 3", 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("have room for one notification of any size", () => {
    const queue = new LiveQueue(id, { queue: 10_000, overflow: "error", bytes: 10 });
    expect(queue.push(change(0), 1_000_000)).toBe("kept");
    expect(drain(queue)).toEqual([0]);
    expect(queue.push(change(1), 1_000_000)).toBe("kept");
  });
});
