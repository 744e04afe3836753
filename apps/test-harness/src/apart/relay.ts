import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { count, type RelayStart } from "./relay-count.ts";

/**
 * A TCP relay in front of a server: it counts the connections through it, and can cut them. It has a thread of its own,
 * for those who block this one.
 */
export class Relay {
  readonly #worker: Worker;
  readonly #port: number;
  readonly #counts: Int32Array;

  private constructor(worker: Worker, port: number, counts: Int32Array) {
    this.#worker = worker;
    this.#port = port;
    this.#counts = counts;
  }

  /** Starts a relay to the server at this URL. */
  static async to(url: string): Promise<Relay> {
    const { hostname, port } = new URL(url);
    const counts = new Int32Array(new SharedArrayBuffer(12));
    const start: RelayStart = { host: hostname, port: Number(port), counts };
    const worker = new Worker(new URL("../../dist/apart/relay-thread.js", import.meta.url), { workerData: start });
    const [listening] = (await once(worker, "message")) as [number];
    return new Relay(worker, listening, counts);
  }

  /** The URL of the relay, with the scheme of the one it leads to. */
  url(like: string): string {
    return `${new URL(like).protocol}//127.0.0.1:${this.#port}`;
  }

  /** How many connections have been made through it. */
  get made(): number {
    return Atomics.load(this.#counts, count.made);
  }

  /** How many connections are open now. */
  get open(): number {
    return Atomics.load(this.#counts, count.open);
  }

  /** Cuts every connection in the middle of any it carries. */
  cut(): void {
    this.#worker.postMessage("cut");
  }

  /** Passes on what a client sends next, and cuts then. */
  cutAfterNextRequest(): void {
    Atomics.store(this.#counts, count.cutting, 1);
  }

  async close(): Promise<void> {
    this.#worker.postMessage("close");
    await once(this.#worker, "exit");
  }
}
