import type { MessageChannel, MessagePort } from "node:worker_threads";

/**
 * Checks whether a port still has a peer. A blocked thread receives no event, not even that its worker ran out of
 * memory. But a port whose peer is gone cannot be transferred any more; the runtime checks that before it reads the
 * value beside the port, and a value that cannot be read keeps the port from being transferred.
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

  /** Only correct after everything that the peer has sent was received. */
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
      // Failed for one of two reasons; `reached` says which.
    }
    return reached;
  }
}

function makeChannel(): MessageChannel {
  const { MessageChannel } = process.getBuiltinModule("node:worker_threads");
  return new MessageChannel();
}
