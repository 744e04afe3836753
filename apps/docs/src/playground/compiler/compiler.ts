import type { CompilerAnswer, CompilerCalls } from "./compiler-messages.ts";
import type { Problem } from "./program-checker.ts";

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** TypeScript in a worker of this page: it is loaded by the first call, and its declarations by the first check. */
export class Compiler {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #files: Promise<unknown> | undefined;
  #lastId = 0;

  /**
   * Makes of a program the module that a worker loads.
   *
   * @throws SyntaxError with the line, when it is not a program, or imports what is not here
   */
  module(source: string, runtime: string): Promise<string> {
    return this.#call("module", { source, runtime });
  }

  /** What is wrong with a program by its types. */
  async check(source: string): Promise<readonly Problem[]> {
    await this.#withFiles();
    return this.#call("check", source);
  }

  /** The type of what stands at a place of a program. */
  async typeAt(source: string, position: number): Promise<string | undefined> {
    await this.#withFiles();
    return this.#call("typeAt", { source, position });
  }

  /** Ends the worker; what still waits fails. */
  close(): void {
    this.#end(new Error("The compiler was closed."));
  }

  #withFiles(): Promise<unknown> {
    this.#files ??= import("./type-files.data.ts").then(({ data }) => this.#call("files", data));
    return this.#files;
  }

  #call<K extends keyof CompilerCalls>(kind: K, given: CompilerCalls[K]["given"]): Promise<CompilerCalls[K]["answer"]> {
    this.#worker ??= this.#start();
    const id = ++this.#lastId;
    this.#worker.postMessage({ id, kind, given });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #start(): Worker {
    const worker = new Worker(new URL("./compiler-worker.ts", import.meta.url), { type: "module", name: "compiler" });
    worker.addEventListener("message", ({ data }: MessageEvent<CompilerAnswer>) => this.#receive(data));
    worker.addEventListener("error", (event) => this.#end(new Error(event.message || "The compiler did not load.")));
    return worker;
  }

  #receive(answer: CompilerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("refused" in answer) waiting?.reject(new SyntaxError(answer.refused));
    else waiting?.resolve(answer.answer as never);
  }

  #end(error: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#files = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
