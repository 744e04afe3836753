import type { ChannelListener } from "@surreal-sdk/core";
import { type Call, parseEndpoint } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import type { FromWorker, Restoration, ToWorker } from "../wire/messages.ts";
import { toSerializedError } from "../wire/serialized-error.ts";
import type { Thread, ThreadStart } from "./thread.ts";
import { WorkerChannel } from "./worker-channel.ts";

const features = { stateful: true, sessions: true, transactions: true, live: true, export: false, import: false };
const heartbeat = { idle: 1_000, wait: 1_000 };
const limits = { connectTimeout: 1_000, closeTimeout: 1_000, heartbeat, offlineQueue: false } as const;
const start: ThreadStart = {
  engine: { module: "here:", export: "default", options: undefined },
  endpoint: parseEndpoint("ws://here"),
  options: { ...limits, maxMessageBytes: 1_000, headers: {}, reconnect: false },
  backlog: 1_000,
};
const call: Call = {
  kind: "rpc",
  frame: new Uint8Array(),
  facts: { method: "invalidate", exclusive: true },
  timeout: 1_000,
};

/** A worker whose messages are given by hand. */
class HandWorker implements Thread {
  readonly posted: ToWorker[] = [];
  readonly hasEnded = false;
  readonly #sent: (readonly FromWorker[])[] = [];

  send(...messages: FromWorker[]): void {
    this.#sent.push(messages);
  }

  post(message: ToWorker): void {
    this.posted.push(message);
  }

  take(): readonly FromWorker[] | undefined {
    return this.#sent.shift();
  }

  flush(): void {}
  leave(): void {}
  terminate(): void {}
  tookNotification(): void {}
  sleep = (): boolean => false;
  isAlive = (): boolean => true;
  hasLeft = (): boolean => false;
  takeLost = (): number => 0;
}

/** A channel to such a worker, and what its listener hears of restored replays. */
function channelTo(
  worker: HandWorker,
  notification: ChannelListener["notification"] = () => undefined,
): { readonly channel: WorkerChannel; readonly heard: string[] } {
  const heard: string[] = [];
  const ignore = (): void => undefined;
  const listener: ChannelListener = {
    status: ignore,
    notification,
    lost: ignore,
    ready: ignore,
    diagnostic: ignore,
    restored: (label, _, attempt) => heard.push(`${label} restored in ${attempt}`),
    restoreFailed: (label, _, attempt) => heard.push(`${label} refused in ${attempt}`),
  };
  const channel = new WorkerChannel(() => worker, start, listener);
  worker.send({ kind: "started", capabilities: { ...features, reconnect: true }, engineName: "hand" });
  channel.open();
  return { channel, heard };
}

function answer(kind: Restoration["kind"], attempt: number, changes: number): Restoration {
  return { kind, label: "default identity", frame: new Uint8Array(), attempt, changes };
}

it("an answer on a connection that a change of the session has overtaken is not reported", () => {
  const worker = new HandWorker();
  const { channel, heard } = channelTo(worker);
  channel.setReplay({ label: "default identity", rank: 1, call });
  worker.send(answer("restored", 1, 1));
  channel.poll();
  const ticket = channel.request(call, {
    reply: () => channel.removeReplay("default identity"),
    fail: (error) => heard.push(error.message),
  });
  worker.send({ kind: "reply", ticket, frame: new Uint8Array() });
  worker.send(answer("restored", 2, 1), answer("restore-failed", 3, 1), answer("restored", 4, 2));
  channel.poll();
  expect(heard).toEqual(["default identity restored in 1", "default identity restored in 4"]);
  expect(worker.posted.at(-1)).toEqual({ kind: "remove-replay", label: "default identity", answeredOn: 1 });
});

it("a request names the connection that the thread has heard of", () => {
  const worker = new HandWorker();
  const { channel } = channelTo(worker);
  const ignore = { reply: () => undefined, fail: () => undefined };
  channel.request(call, ignore);
  worker.send({ kind: "ready", reconnected: false, attempt: 1 });
  channel.poll();
  channel.request(call, ignore);
  worker.send({ kind: "ready", reconnected: true, attempt: 3 });
  channel.request(call, ignore);
  const requests = worker.posted.filter((message) => message.kind === "request");
  expect(requests.map(({ madeOn }) => madeOn)).toEqual([0, 1, 1]);
});

it("the answer to what began something is handed over once after its failure, unless another connection is ready", () => {
  const worker = new HandWorker();
  const { channel } = channelTo(worker);
  const heard: string[] = [];
  const begin = (name: string): number =>
    channel.request(
      { ...call, begins: true },
      {
        reply: () => heard.push(`${name} reply`),
        fail: () => heard.push(`${name} fail`),
        late: ([first]) => heard.push(`${name} late ${first}`),
      },
    );
  const failed = (ticket: number): FromWorker => ({
    kind: "fail",
    ticket,
    error: toSerializedError(new Error("late")),
  });
  const [first, second] = [begin("first"), begin("second")];
  const late = { kind: "late", frame: new Uint8Array([7]) } as const;
  worker.send(failed(first), failed(second), { ...late, ticket: first }, { ...late, ticket: first });
  worker.send({ kind: "ready", reconnected: true, attempt: 2 }, { ...late, ticket: second });
  channel.poll();
  expect(heard).toEqual(["first fail", "second fail", "first late 7"]);
});

it("an answer is reported though something has changed that no answer has caused", () => {
  const worker = new HandWorker();
  const { channel, heard } = channelTo(worker);
  channel.setReplay({ label: "default identity", rank: 1, call });
  worker.send(answer("restored", 1, 0));
  channel.poll();
  expect(heard).toEqual(["default identity restored in 1"]);
});

/** Notifications whose bytes are their numbers. */
function notifications(...numbers: number[]): FromWorker[] {
  return numbers.map((number) => ({ kind: "notification", frame: new Uint8Array([number]) }));
}

it("leaves what arrives meanwhile to the next time, in order", () => {
  const worker = new HandWorker();
  const heard: number[] = [];
  const { channel } = channelTo(worker, ([number = 0]) => {
    heard.push(number);
    if (number < 50) worker.send(...notifications(number + 10));
  });
  worker.send(...notifications(1, 2));
  worker.send(...notifications(3));
  expect([channel.poll(), heard.splice(0)]).toEqual([true, [1, 2, 3]]);
  expect([channel.poll(), heard.splice(0)]).toEqual([true, [11, 12, 13]]);
});

it("handles what has arrived inside of a callback that receives, and each message once", () => {
  const worker = new HandWorker();
  const heard: number[] = [];
  const { channel } = channelTo(worker, ([number = 0]) => {
    heard.push(number);
    if (number !== 1) return;
    worker.send(...notifications(4));
    channel.poll();
    heard.push(0);
  });
  worker.send(...notifications(1, 2, 3));
  channel.poll();
  worker.send(...notifications(5));
  channel.poll();
  expect(heard).toEqual([1, 2, 3, 4, 0, 5]);
});
