import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ServerVersion } from "@surreal-sdk/test-server";

/** Where a server listens. */
export interface ServerAddress {
  readonly wsUrl: string;
  readonly httpUrl: string;
}

/** A server in a process of its own, for those who block this one. Its root user is root, with the password root. */
export class ServerApart implements ServerAddress {
  readonly wsUrl: string;
  readonly httpUrl: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { wsUrl, httpUrl }: ServerAddress) {
    this.#child = child;
    this.wsUrl = wsUrl;
    this.httpUrl = httpUrl;
  }

  /** @param version - the version whose protocol it speaks; omitted, the test server's own choice */
  static async start(version?: ServerVersion): Promise<ServerApart> {
    const program = fileURLToPath(new URL("../../dist/apart/server-child.js", import.meta.url));
    const child = fork(program, version === undefined ? [] : [version]);
    const [address] = (await once(child, "message")) as [ServerAddress];
    return new ServerApart(child, address);
  }

  async close(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, "exit");
  }
}
