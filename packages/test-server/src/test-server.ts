import { openDatabase } from "./database/open-database.ts";
import type { ServedDatabase } from "./database/served-database.ts";
import type { ServerFaults } from "./profile/server-faults.ts";
import { FaultProxy } from "./proxy/fault-proxy.ts";
import type { Faults } from "./proxy/faults.ts";
import type { RunningServer } from "./start-server.ts";
import { startServer } from "./start-server.ts";
import { checkOptions, type TestServerOptions } from "./test-server-options.ts";

/**
 * A SurrealDB server for a test, with its database. Created by {@link startTestServer}.
 *
 * Its address and its data stay the same when it is killed and restarted.
 */
export class TestServer {
  /** The URL for WebSocket clients, such as `ws://127.0.0.1:41234`. */
  readonly wsUrl: string;
  /** The URL for HTTP clients, such as `http://127.0.0.1:41234`. */
  readonly httpUrl: string;
  /** The interface it listens on. */
  readonly host: string;
  /** The port it listens on. */
  readonly port: number;
  /** The root user, in the form of a connection's `auth` option. */
  readonly auth: { readonly username: string; readonly password: string };
  readonly #options: TestServerOptions;
  readonly #database: ServedDatabase;
  readonly #proxies = new Set<FaultProxy>();
  #server: RunningServer;
  #restarting: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  /** @internal */
  constructor(server: RunningServer, options: TestServerOptions, auth: TestServer["auth"]) {
    this.wsUrl = server.wsUrl;
    this.httpUrl = server.httpUrl;
    this.host = server.host;
    this.port = server.port;
    this.auth = auth;
    this.#options = options;
    this.#database = server.database;
    this.#server = server;
  }

  /**
   * Drops every connection at once, as a crash would. Until {@link TestServer.restart} no server listens at its
   * address; the data stays. Idempotent.
   *
   * @example
   * ```ts
   * await server.kill();
   * await server.restart();
   * ```
   */
  async kill(): Promise<void> {
    await this.#restarting;
    await this.#server.kill();
  }

  /**
   * Starts the server again, on the same data and the same port. A running one is killed first. Rejects when the
   * server is closed.
   *
   * @throws {@link TestServerError} when another program has taken the port meanwhile
   */
  restart(): Promise<void> {
    const restarted = this.#restarting.then(() => this.#restart());
    this.#restarting = restarted.catch(() => undefined);
    return restarted;
  }

  /**
   * What the server does wrong on purpose. Assign an object to set faults, `{}` to remove them; `restart()` keeps them.
   *
   * @throws TypeError or RangeError when a fault is invalid
   * @example
   * ```ts
   * server.faults = { stream: { after: 100, action: "cut" } };
   * ```
   */
  get faults(): ServerFaults {
    return this.#server.faults;
  }

  set faults(faults: ServerFaults) {
    this.#server.faults = faults;
  }

  /**
   * Starts a proxy in front of the server, on its own port. Its faults affect connections through it, but not direct
   * connections to the server. It ends with the server.
   *
   * @param faults - the faults to inject; set `proxy.faults` later to change them
   * @throws TypeError or RangeError when the faults are invalid
   * @example
   * ```ts
   * const proxy = await server.proxy({ delay: 200 });
   * const db = AsyncSurreal(proxy.wsUrl, { auth: server.auth });
   * proxy.cut(); // resets every connection
   * ```
   */
  async proxy(faults: Faults = {}): Promise<FaultProxy> {
    this.#refuseClosed("proxy");
    const proxy = await FaultProxy.to(this.port, faults, targetOf(this.host));
    this.#proxies.add(proxy);
    return proxy;
  }

  /**
   * Closes the server, its proxies and the database. Requests in progress have `timeout` milliseconds (default
   * 2,000) to finish. Idempotent.
   */
  close(timeout = 2_000): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #restart(): Promise<void> {
    this.#refuseClosed("restart");
    await this.#server.kill();
    const { host, port } = this;
    const { faults } = this.#server;
    this.#server = await startServer({ ...this.#options, database: this.#database, host, port });
    this.#server.faults = faults;
  }

  async #close(timeout: number): Promise<void> {
    await this.#restarting;
    await Promise.all([...this.#proxies].map((proxy) => proxy.close()));
    await this.#server.close(timeout);
    await this.#database.close();
  }

  #refuseClosed(method: string): void {
    if (this.#closing !== undefined) throw new TypeError(`${method}(): this server is closed. Start another one.`);
  }
}

/**
 * Starts a SurrealDB server for a test, over WebSocket and HTTP, in this process.
 *
 * @returns the server, after it listens
 * @throws TypeError or RangeError when an option is invalid
 * @throws {@link TestServerError} when the port is taken, or the data cannot be opened
 * @example
 * ```ts
 * await using server = await startTestServer();
 * const db = AsyncSurreal(server.wsUrl, { auth: server.auth, namespace: "test", database: "test" });
 * ```
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  checkOptions(options);
  const { user = "root", pass = "root" } = options;
  const database = await openDatabase({ ...options, user, pass });
  try {
    const server = await startServer({ ...options, database });
    return new TestServer(server, options, { username: user, password: pass });
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The loopback address for a server that listens on all interfaces. */
function targetOf(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}
