import type { MessagePort } from "node:worker_threads";
import type { Random, VirtualClock } from "@surreal-sdk/link/simulation";
import type { Engine } from "@surreal-sdk/transport";
import type { Thread, ThreadStart } from "../../src/main/thread.ts";
import type { FromWorker, ToWorker } from "../../src/wire/messages.ts";
import { cell, createSignal } from "../../src/wire/signal.ts";
import { Backlog } from "../../src/worker/backlog.ts";
import { LinkHost } from "../../src/worker/link-host.ts";
import { Outbox } from "../../src/worker/outbox.ts";

/** What a thread needs of its world. */
export interface Surroundings {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** The longest time of a message, in milliseconds. */
  readonly longest: number;
  /** Something has arrived for the blocked thread. */
  readonly wake: () => void;
  /** The blocked thread thinks that the worker hangs. */
  readonly hangs: () => void;
}

/** A worker in the same thread: everything of it is real but for the port, on which messages take their virtual time. */
export class VirtualThread implements Thread {
  readonly #world: Surroundings;
  readonly #cells: Int32Array;
  readonly #host: LinkHost;
  readonly #outgoing: ToWorker[] = [];
  #inbox: (readonly FromWorker[])[];
  readonly #arrives = { there: 0, back: 0 };
  #left = false;
  hasEnded = false;

  constructor(start: ThreadStart, world: Surroundings) {
    this.#world = world;
    this.#cells = new Int32Array(createSignal());
    const { engine, clock, random } = world;
    const port = { postMessage: (sent: readonly FromWorker[]) => this.#deliver(sent), close: () => undefined };
    const outbox = new Outbox(port as unknown as MessagePort, this.#cells);
    const time = { clock, random: () => random.next() };
    this.#host = new LinkHost(
      engine,
      start,
      outbox,
      new Backlog(outbox, this.#cells, start.backlog, start.options.maxMessageBytes),
      time,
    );
    this.#inbox = [[{ kind: "started", capabilities: engine.capabilities, engineName: engine.name }]];
  }

  post(message: ToWorker): void {
    this.#outgoing.push(message);
  }

  flush(): void {
    if (this.#outgoing.length === 0) return;
    const messages = structuredClone(this.#outgoing.splice(0));
    this.#travel("there", () => {
      for (const message of messages) {
        if (this.hasEnded) return;
        if (message.kind === "leave") this.#leave();
        else this.#host.receive(message);
      }
    });
  }

  take(): readonly FromWorker[] | undefined {
    return this.#inbox.shift();
  }

  /** Nobody can wait here: whoever blocks is woken by {@link Surroundings.wake} and looks again. */
  sleep(): boolean {
    this.flush();
    return false;
  }

  isAlive(): boolean {
    return !this.hasEnded;
  }

  tookNotification(): void {
    Atomics.add(this.#cells, cell.taken, 1);
  }

  takeLost(): number {
    return Atomics.exchange(this.#cells, cell.lost, 0);
  }

  leave(): void {
    this.post({ kind: "leave" });
    this.flush();
  }

  hasLeft(): boolean {
    return this.#left;
  }

  terminate(): void {
    this.#world.hangs();
    this.crash();
  }

  /** The worker dies: what it held is gone, and what it has sent still arrives. */
  crash(): void {
    if (this.hasEnded) return;
    this.#host.close(() => undefined);
    this.hasEnded = true;
    this.#world.wake();
  }

  /** Messages that wait for the blocked thread. */
  get waiting(): number {
    return this.#inbox.reduce((sum, messages) => sum + messages.length, 0);
  }

  #leave(): void {
    this.#host.close(() => {
      this.#left = true;
    });
  }

  #deliver(sent: readonly FromWorker[]): void {
    if (this.hasEnded) return;
    const messages = structuredClone(sent);
    this.#travel("back", () => {
      this.#inbox.push(messages);
      this.#world.wake();
    });
  }

  /** In order, mostly at once, and now and then after a long time. */
  #travel(direction: "there" | "back", arrive: () => void): void {
    const { clock, random, longest } = this.#world;
    const takes = random.chance(0.2) ? random.between(1, longest) : 0;
    const now = clock.now();
    this.#arrives[direction] = Math.max(this.#arrives[direction], now + takes);
    clock.startTimer(this.#arrives[direction] - now, arrive);
  }
}
