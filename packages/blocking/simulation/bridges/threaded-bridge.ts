import type { Random, VirtualClock } from "@surreal-sdk/link/simulation";
import type { Engine } from "@surreal-sdk/transport";
import { OpenChannels } from "../../src/main/open-channels.ts";
import { WorkerChannel } from "../../src/main/worker-channel.ts";
import type { Bridge } from "./simulated-runtime.ts";
import { VirtualThread } from "./virtual-thread.ts";

/** How often a blocked thread looks whether its worker still lives, in virtual milliseconds. */
const look = 5_000;

/** What a bridge over threads needs of its world. */
export interface ThreadedWorld {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** The longest time of a message between the threads, in milliseconds. */
  readonly longest: number;
  /** A blocked call does not come to an end. */
  readonly hangs: (why: string) => void;
}

/** The link behind the messages of a worker. They are taken in while a call blocks, and at no other time. */
export class ThreadedBridge implements Bridge {
  readonly #world: ThreadedWorld;
  readonly #channels: OpenChannels = new OpenChannels();
  #thread: VirtualThread | undefined;
  #blocked = 0;
  #polling = false;
  #looking = false;

  constructor(world: ThreadedWorld) {
    this.#world = world;
  }

  readonly open: Bridge["open"] = (endpoint, options, listener) => {
    const { connectTimeout, closeTimeout, heartbeat, reconnect, offlineQueue, maxMessageBytes, headers } = options;
    const link = { connectTimeout, closeTimeout, heartbeat, reconnect, offlineQueue, maxMessageBytes, headers };
    const engine = { module: "virtual:", export: "default", options: undefined };
    const start = { engine, endpoint, options: link, backlog: options.live.queue };
    const channel = new WorkerChannel((given) => this.#start(given), start, listener);
    this.#channels.add(channel);
    return { channel, ...channel.open() };
  };

  enter(): void {
    this.#poll();
    this.#blocked += 1;
    // What the call has asked for goes out as soon as it blocks.
    queueMicrotask(() => this.#poll());
    if (!this.#looking) this.#look();
  }

  leave(): void {
    this.#blocked -= 1;
    queueMicrotask(() => {
      if (this.#blocked === 0) this.#channels.poll();
    });
  }

  /** How many messages wait for somebody to look. */
  get waiting(): number {
    return this.#thread?.waiting ?? 0;
  }

  crash(): void {
    this.#thread?.crash();
  }

  #start(start: ConstructorParameters<typeof VirtualThread>[0]): VirtualThread {
    const wake = (): void => {
      if (this.#blocked > 0) this.#poll();
    };
    this.#thread = new VirtualThread(start, {
      ...this.#world,
      wake,
      hangs: () => this.#world.hangs("the worker was given up"),
    });
    return this.#thread;
  }

  #poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    while (this.#channels.poll());
    this.#polling = false;
    // What was asked for meanwhile goes out.
    this.#channels.poll();
  }

  #look(): void {
    this.#looking = true;
    this.#world.clock.startTimer(look, () => {
      this.#looking = false;
      if (this.#blocked === 0) return;
      if (!this.#channels.hasWorker) this.#world.hangs("a call waits for nobody");
      this.#channels.pump(0);
      this.#look();
    });
  }
}
