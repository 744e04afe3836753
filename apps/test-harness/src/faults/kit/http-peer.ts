import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the far side does with a request, from its head on. */
export type TakeRequest = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server that hands each request to the test when its head is there, long before its body is. */
export interface HttpPeer extends AsyncDisposable {
  readonly port: number;
  readonly http: string;
}

/** Starts one. */
export async function startHttpPeer(take: TakeRequest): Promise<HttpPeer> {
  const server = createServer((request, response) => {
    request.on("error", () => undefined);
    take(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    http: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
