import type { WorkerChannel } from "./worker-channel.ts";

/** What {@link OpenChannels} needs of a channel. */
export type OpenChannel = Pick<WorkerChannel, "poll" | "pump" | "isAwaited" | "hasWorker">;

/**
 * The channels of one connection: the one in use, and earlier ones from which something is still expected. A connection
 * that was pointed elsewhere may open the next channel while the one before is being closed.
 */
export class OpenChannels {
  /** The one in use is the last. */
  #channels: OpenChannel[] = [];

  add(channel: OpenChannel): void {
    this.#channels = [...this.#channels.filter((each) => each.isAwaited), channel];
  }

  /** Whether something is expected from a worker. */
  get isAwaited(): boolean {
    return this.#channels.some((channel) => channel.isAwaited);
  }

  /** Whether there is a worker that may send something. */
  get hasWorker(): boolean {
    return this.#channels.some((channel) => channel.hasWorker);
  }

  /** Receives what has arrived, without waiting; returns whether there was something. */
  poll(): boolean {
    let found = false;
    for (const channel of this.#channels) found = channel.poll() || found;
    return found;
  }

  /**
   * Blocks until something has arrived or some time has passed, and receives it. Calls on a new channel wait until the
   * earlier ones are closed, so those come first. Returns whether there is a worker.
   */
  pump(milliseconds: number): boolean {
    const current = this.#channels.at(-1);
    const earlier = this.#channels.find((channel) => channel !== current && channel.isAwaited);
    return (earlier ?? current)?.pump(milliseconds) === true;
  }
}
