import type { Server } from "node:http";
import type { HttpFrontend } from "./http/http-frontend.ts";
import type { Upgrades } from "./ws/upgrades.ts";

/** The parts that end with a server. */
export interface EndingParts {
  readonly server: Server;
  readonly upgrades: Upgrades;
  readonly frontend: HttpFrontend;
  /** Closes the database, if it is the server's own. */
  closeDatabase(): Promise<void>;
}

/** The two ways in which a server ends; the first call decides. The database is closed by `close()`, behind a `kill()` too. */
export class ServerEnding {
  readonly #parts: EndingParts;
  #ending: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** Lets requests in progress finish for `timeout` milliseconds. */
  close(timeout: number): Promise<void> {
    this.#ending ??= this.#finish(timeout);
    this.#closing ??= this.#ending.then(() => this.#parts.closeDatabase());
    return this.#closing;
  }

  /** Drops all connections; waits up to `timeout` milliseconds until everything that the clients left is released. */
  kill(timeout: number): Promise<void> {
    this.#ending ??= this.#drop(timeout);
    return this.#closing ?? this.#ending;
  }

  async #finish(timeout: number): Promise<void> {
    const { server, upgrades, frontend } = this.#parts;
    const stopped = this.#stop();
    frontend.drain();
    const force = setTimeout(() => server.closeAllConnections(), timeout);
    await upgrades.close(timeout);
    await stopped;
    clearTimeout(force);
    await frontend.close();
  }

  async #drop(timeout: number): Promise<void> {
    const { server, upgrades, frontend } = this.#parts;
    const stopped = this.#stop();
    server.closeAllConnections();
    const returned = Promise.all([upgrades.drop(), frontend.close()]);
    await stopped;
    await Promise.race([returned, new Promise((resolve) => setTimeout(resolve, timeout).unref())]);
  }

  #stop(): Promise<void> {
    return new Promise((resolve) => this.#parts.server.close(() => resolve()));
  }
}
