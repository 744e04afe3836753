import type { MessagePort, Worker } from "node:worker_threads";
import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import { isBuiltIn } from "@surreal-sdk/values";
import { OpenThreads } from "./main/open-threads.ts";
import { PortProbe } from "./main/port-probe.ts";
import type { Thread, ThreadStart } from "./main/thread.ts";
import type { FromWorker, ToWorker } from "./wire/messages.ts";
import { cell, createSignal } from "./wire/signal.ts";

const openThreads = new OpenThreads();

/** Loaded with the first worker: a program that imports the SDK and never blocks saves 2 ms. */
const threads = (): typeof import("node:worker_threads") => process.getBuiltinModule("node:worker_threads");

/**
 * Asserts that this thread may be blocked.
 *
 * @throws UnsupportedFeatureError when it may not.
 */
export function assertCanBlock(): void {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
  } catch {
    throw new UnsupportedFeatureError(
      "A blocking connection needs SharedArrayBuffer and a thread that may block, and this environment lacks one of them: use AsyncSurreal(url).",
      { feature: "blocking" },
    );
  }
}

/** Starts a worker. It does not keep the process alive. */
export function startThread(start: ThreadStart): Thread {
  const { MessageChannel, Worker: WorkerThread } = threads();
  const { port1, port2 } = new MessageChannel();
  const signal = createSignal();
  const worker = new WorkerThread(entry(), {
    name: "surreal-sdk",
    workerData: { ...start, signal, port: port2 },
    transferList: [port2],
  });
  const thread = new NodeThread(worker, port1, new Int32Array(signal));
  openThreads.add(thread);
  return thread;
}

/**
 * Where a worker begins. A process whose own text comes from `--input-type=module -e` cannot start a file, but can
 * import one.
 */
function entry(): URL {
  const file = workerFile();
  if (!process.execArgv.some((word) => word.startsWith("--input-type"))) return file;
  return new URL(`data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(file.href)};`)}`);
}

/** A worker that does not find its file ends without a message while this thread is blocked. */
function workerFile(): URL {
  const base: string | undefined = import.meta.url;
  const file = base === undefined ? undefined : new URL("./worker-entry.js", base);
  if (file !== undefined && process.getBuiltinModule("node:fs").existsSync(file)) return file;
  throw new UnsupportedFeatureError(
    "A blocking connection starts a file of the SDK, worker-entry.js, in a worker, and that file is not in the directory of this code, " +
      "as in a bundle. Leave the SDK out of the bundle (esbuild --external:surreal-sdk), or use AsyncSurreal(url).",
    { feature: "blocking" },
  );
}

class NodeThread implements Thread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #cells: Int32Array;
  readonly #receive = threads().receiveMessageOnPort;
  #outgoing: ToWorker[] = [];
  #leaving = false;
  hasEnded = false;
  #probe: PortProbe | undefined;
  /** The number of wakes when last checked. */
  #seen = 0;

  constructor(worker: Worker, port: MessagePort, cells: Int32Array) {
    this.#worker = worker;
    this.#port = port;
    this.#cells = cells;
    worker.unref();
    // The silence of a worker shows an error that ended it; without a listener the error would end the process.
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      this.hasEnded = true;
      port.close();
      this.#probe?.close();
      openThreads.delete(this);
    });
    port.unref();
  }

  post(message: ToWorker): void {
    this.#outgoing.push(message);
  }

  flush(): void {
    if (this.#outgoing.length === 0) return;
    const messages = this.#outgoing;
    this.#outgoing = [];
    this.#port.postMessage(messages, messages.flatMap(largeBuffer));
  }

  take(): readonly FromWorker[] | undefined {
    this.#seen = Atomics.load(this.#cells, cell.wake);
    return this.#receive(this.#port)?.message as readonly FromWorker[] | undefined;
  }

  sleep(milliseconds: number): boolean {
    this.flush();
    const time = Math.min(Math.max(milliseconds, 0), longestNap);
    return Atomics.wait(this.#cells, cell.wake, this.#seen, time) !== "timed-out";
  }

  isAlive(): boolean {
    this.#probe ??= new PortProbe();
    return this.#probe.hasPeer(this.#port);
  }

  tookNotification(): void {
    Atomics.add(this.#cells, cell.taken, 1);
  }

  takeLost(): number {
    return Atomics.exchange(this.#cells, cell.lost, 0);
  }

  leave(): void {
    this.#leaving = true;
    this.post({ kind: "leave" });
    this.flush();
  }

  hasLeft(): boolean {
    if (!this.#leaving) return false;
    for (let messages = this.take(); messages !== undefined; messages = this.take()) {
      if (messages.some(({ kind }) => kind === "left")) return true;
    }
    return !this.isAlive();
  }

  terminate(): void {
    void this.#worker.terminate();
  }
}

/** How long the end of a worker may go unnoticed, in milliseconds. */
const longestNap = 100;

/** Below this size, copying costs less than transferring the memory. Bytes. */
const worthHandingOver = 16_384;

/** The link owns the frame of a request; that of a replay is needed again. */
function largeBuffer(message: ToWorker): ArrayBuffer[] {
  if (message.kind !== "request" || message.call.frame.length < worthHandingOver) return [];
  const { buffer } = message.call.frame;
  return isBuiltIn(buffer, "ArrayBuffer") ? [buffer] : [];
}
