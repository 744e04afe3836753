import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ServerAddress } from "../apart/server-apart.ts";
import type { ServerProgram } from "./server-program.ts";

/** How long a server may take to start, in milliseconds. */
const patience = 60_000;

/** A real SurrealDB with its data in memory, in a process of its own. Its root user is root, with the password root. */
export class RealServer implements ServerAddress {
  readonly program: ServerProgram;
  /** Host and port. */
  readonly authority: string;
  /** Where the data is; in memory otherwise. */
  readonly #folder: string | undefined;
  readonly #options: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess;

  private constructor(
    program: ServerProgram,
    authority: string,
    options: readonly string[],
    folder?: string,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.program = program;
    this.authority = authority;
    this.#options = options;
    this.#folder = folder;
    this.#environment = environment;
    this.#process = this.#spawn();
  }

  /**
   * @param options - further options of its command line
   * @param environment - settings that have no option
   */
  static async start(
    program: ServerProgram,
    options: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RealServer> {
    const server = new RealServer(program, `127.0.0.1:${await freePort()}`, options, undefined, environment);
    await server.#healthy();
    return server;
  }

  /** Starts a server whose data survives {@link RealServer.crash}. */
  static async startOnDisk(program: ServerProgram): Promise<RealServer> {
    const folder = await mkdtemp(join(tmpdir(), "surreal-real-"));
    const server = new RealServer(program, `127.0.0.1:${await freePort()}`, [], folder);
    await server.#healthy();
    return server;
  }

  get wsUrl(): string {
    return `ws://${this.authority}`;
  }

  get httpUrl(): string {
    return `http://${this.authority}`;
  }

  /** Lets the server crash, and starts one on the same port and data; in memory, that is none. */
  async crash(): Promise<void> {
    await this.#kill();
    this.#process = this.#spawn();
    await this.#healthy();
  }

  async close(): Promise<void> {
    await this.#kill();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #kill(): Promise<void> {
    const ended = once(this.#process, "exit");
    if (!this.#process.kill("SIGKILL")) return;
    await ended;
  }

  get #store(): string {
    return this.#folder === undefined ? "memory" : `surrealkv://${this.#folder}`;
  }

  #spawn(): ChildProcess {
    const where = ["--bind", this.authority, "--user", "root", "--pass", "root"];
    const words = [
      "start",
      "--no-banner",
      "--log",
      "none",
      ...where,
      "--allow-experimental=files",
      ...this.#options,
      this.#store,
    ];
    return spawn(this.program.path, words, { stdio: "ignore", env: { ...process.env, ...this.#environment } });
  }

  async #healthy(): Promise<void> {
    const latest = performance.now() + patience;
    while (this.#process.exitCode === null && performance.now() < latest) {
      const response = await fetch(`${this.httpUrl}/health`).catch(() => undefined);
      if (response?.ok === true) return;
      await pause(20);
    }
    throw new Error(`SurrealDB ${this.program.version} did not start at ${this.authority} (${this.program.path}).`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
