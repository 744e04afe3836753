import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";

/** A TCP relay in front of a server: it counts the connections through it, and can cut them. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** How many connections have been made through it. */
  made = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts a relay to the server at this URL. */
  static async to(url: string): Promise<Relay> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const relay = new Relay(server);
    server.on("connection", (near) => {
      relay.made += 1;
      relay.#join(near, connect(Number(port), hostname));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return relay;
  }

  /** The URL of the relay, with the scheme of the one it leads to. */
  url(like: string): string {
    return `${new URL(like).protocol}//127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many connections are open now. */
  get open(): number {
    return this.#sockets.size / 2;
  }

  /** Cuts every connection in the middle of whatever it carries. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other);
      // A cut connection is what the relay is for, on both sides of it.
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
