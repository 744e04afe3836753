import type { Compiler } from "../compiler/compiler.ts";
import { shownError } from "../shown-error.ts";
import type { FollowMessage, ProgramMessage } from "./program-messages.ts";
import runtime from "./program-worker.ts?worker&url";

const PATIENCE = 60_000;
const base = import.meta.env.BASE_URL;

/** A program that runs in a worker of its own; it ends with its last line, or when it is stopped. */
export class ProgramRun {
  readonly #worker: Worker;
  readonly #report: (message: ProgramMessage) => void;

  /**
   * Starts a program.
   *
   * @param report - hears what it shows, and last how it ended
   * @param compiler - strips the types
   * @throws SyntaxError when it cannot be read; Error where this browser cannot run it
   */
  static async start(
    source: string,
    report: (message: ProgramMessage) => void,
    compiler: Compiler,
  ): Promise<ProgramRun> {
    const path = `${base}playground/run/${crypto.randomUUID()}.js`;
    await handOver(path, await compiler.module(source, new URL(runtime, location.href).pathname));
    return new ProgramRun(new Worker(path, { type: "module", name: "program" }), report);
  }

  private constructor(worker: Worker, report: (message: ProgramMessage) => void) {
    this.#worker = worker;
    this.#report = report;
    worker.addEventListener("message", ({ data }: MessageEvent<ProgramMessage>) => this.#receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      const message = event.message || "The browser did not start the program.";
      this.#receive({ kind: "failed", error: shownError(new Error(message)) });
    });
  }

  /** Follows a table of the program's database from now on; with no name, the first one there is. */
  follow(table = ""): void {
    this.#worker.postMessage({ follow: table } satisfies FollowMessage);
  }

  /** Ends the program wherever it is, and its databases with it. */
  stop(): void {
    this.#worker.terminate();
  }

  #receive(message: ProgramMessage): void {
    if (message.kind === "done" || message.kind === "failed") this.stop();
    this.#report(message);
  }
}

/** Gives the text to the service worker that will serve it, and waits until it has it. */
async function handOver(path: string, text: string): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) {
    throw new Error("Programs need a service worker, and this browser has none here; SurrealQL runs nevertheless.");
  }
  const options = { scope: `${base}playground/run/` };
  const registration = await serviceWorker.register(`${base}playground-runner.js`, options);
  const runner = await activated(registration);
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve, reject) => {
    const silence = new Error("The service worker does not answer; reload the page.");
    const timer = setTimeout(() => reject(silence), PATIENCE);
    port1.onmessage = () => {
      clearTimeout(timer);
      resolve();
    };
    runner.postMessage({ path, text }, [port2]);
  });
  port1.close();
}

function activated({ installing, waiting, active }: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const worker = installing ?? waiting ?? active;
  if (worker === null) return Promise.reject(new Error("The service worker was not installed."));
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker.state === "activated") resolve(worker);
      else if (worker.state === "redundant") reject(new Error("The service worker was replaced; run it again."));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
