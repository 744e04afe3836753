import type { MessageChannel, MessagePort } from "node:worker_threads";

/**
 * Finds out whether a port still has a peer. A thread that blocks hears of no event, not even that its worker ran out
 * of memory. But a port whose peer is gone cannot be handed on any more; that is checked before the value beside it is
 * read, and a value that cannot be read keeps the port from being handed on.
 */
export class PortProbe {
  readonly #nowhere: MessageChannel = makeChannel();
  /** A runtime that reads and checks in another order would take every worker for dead. */
  readonly #isReliable: boolean;

  constructor() {
    this.#nowhere.port1.unref();
    this.#nowhere.port2.unref();
    const { port1: healthy } = makeChannel();
    this.#isReliable = this.#canBeHandedOn(healthy);
    healthy.close();
  }

  /** Only right once everything that the peer has sent was taken in. */
  hasPeer(port: MessagePort): boolean {
    return !this.#isReliable || this.#canBeHandedOn(port);
  }

  close(): void {
    this.#nowhere.port1.close();
  }

  #canBeHandedOn(port: MessagePort): boolean {
    let reached = false;
    const value = {
      get isRead(): never {
        reached = true;
        throw new Error("Read far enough.");
      },
    };
    try {
      this.#nowhere.port1.postMessage(value, [port]);
    } catch {
      // For one of the two reasons; `reached` tells which.
    }
    return reached;
  }
}

function makeChannel(): MessageChannel {
  const { MessageChannel } = process.getBuiltinModule("node:worker_threads");
  return new MessageChannel();
}
