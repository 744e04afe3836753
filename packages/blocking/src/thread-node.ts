import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import type { FromWorker, ToWorker } from "./messages.ts";
import { cell, createSignal, ending, longestSilence } from "./signal.ts";
import type { Thread, ThreadStart } from "./thread.ts";
import { WorkerDiedError } from "./worker-died-error.ts";

/** Says whether threads can be blocked here; on Node they can. */
export function assertCanBlock(): void {
  if (typeof SharedArrayBuffer === "function") return;
  throw new ConnectionUnavailableError("A blocking connection needs SharedArrayBuffer, which is switched off here.", {
    outcome: "not_sent",
  });
}

/** Starts a worker. It does not keep the process alive. */
export function startThread(start: ThreadStart): Thread {
  assertCanBlock();
  const { port1, port2 } = new MessageChannel();
  const signal = createSignal();
  const worker = new Worker(new URL("./worker-entry.js", import.meta.url), {
    workerData: { ...start, signal, port: port2 },
    transferList: [port2],
    stdin: false,
  });
  worker.unref();
  // An error that ends the worker is read from the signal; without a listener it would end the process.
  worker.on("error", () => undefined);
  port1.unref();
  return new NodeThread(worker, port1, new Int32Array(signal));
}

class NodeThread implements Thread {
  readonly #worker: Worker;
  readonly #port: MessageChannel["port1"];
  readonly #cells: Int32Array;
  #outgoing: ToWorker[] = [];
  /** The count of wakes at the last look. */
  #seen = 0;
  #beat = 0;
  /** When the last sign of life was, by the clock. */
  #alive = performance.now();

  constructor(worker: Worker, port: MessageChannel["port1"], cells: Int32Array) {
    this.#worker = worker;
    this.#port = port;
    this.#cells = cells;
  }

  post(message: ToWorker): void {
    this.#outgoing.push(message);
  }

  flush(): void {
    if (this.#outgoing.length === 0) return;
    const messages = this.#outgoing;
    this.#outgoing = [];
    this.#port.postMessage(messages);
  }

  take(): readonly FromWorker[] | undefined {
    this.#seen = Atomics.load(this.#cells, cell.wake);
    return receiveMessageOnPort(this.#port)?.message as readonly FromWorker[] | undefined;
  }

  sleep(milliseconds: number): void {
    this.flush();
    this.#assertAlive();
    // Short naps, so that a worker that went without a word is noticed.
    Atomics.wait(this.#cells, cell.wake, this.#seen, Math.min(milliseconds, longestNap));
  }

  stop(): void {
    this.#port.close();
    void this.#worker.terminate();
  }

  #assertAlive(): void {
    const ended = Atomics.load(this.#cells, cell.ended);
    // What it has sent before it went is worth hearing first.
    if (ended !== ending.none && Atomics.load(this.#cells, cell.wake) === this.#seen) throw dead(ended);
    const now = performance.now();
    const beat = Atomics.load(this.#cells, cell.beat);
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#alive = now;
      this.#naps = 0;
    } else {
      this.#naps += 1;
    }
    // Counted in naps as well: after this thread has not run for a while, the worker may not have run either.
    if (now - this.#alive > longestSilence && this.#naps > longestSilence / longestNap) throw dead(ending.crash);
  }

  #naps = 0;
}

/** Milliseconds. */
const longestNap = 250;

function dead(how: number): WorkerDiedError {
  const way = how === ending.exit ? "has left" : "has died";
  return new WorkerDiedError(`The worker that holds the connection ${way}. The next call starts a new one.`, {
    outcome: "unknown",
    retrySafe: false,
  });
}
