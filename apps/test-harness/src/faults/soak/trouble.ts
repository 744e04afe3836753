import type { FaultProxy } from "@surreal-sdk/test-server";
import type { FakeSurreal } from "../kit/fake-surreal.ts";

/** What the network and the server do to connected clients, one after the other. */
export interface Trouble {
  readonly name: string;
  begin(proxy: FaultProxy, server: FakeSurreal): void;
}

/** Takes back what lasts. */
export function calm(proxy: FaultProxy): void {
  proxy.pass();
  proxy.faults = {};
}

/** The troubles there are. */
export const troubles: readonly Trouble[] = [
  { name: "reset", begin: (proxy) => proxy.cut("rst") },
  { name: "hang up", begin: (proxy) => proxy.cut("fin") },
  { name: "half close", begin: (proxy) => proxy.halfClose() },
  { name: "black hole", begin: (proxy) => proxy.drop() },
  {
    name: "three bytes at a time",
    begin: (proxy) => {
      proxy.faults = { slice: 3 };
    },
  },
  {
    name: "no upgrade",
    begin: (proxy) => {
      proxy.faults = { hold: true };
      proxy.cut("rst");
    },
  },
  {
    name: "cut in an answer",
    begin: (proxy) => {
      proxy.faults = { cut: { direction: "toClient", after: 700, ending: "rst" } };
      proxy.cut("rst");
    },
  },
  {
    name: "cut in a request",
    begin: (proxy) => {
      proxy.faults = { cut: { direction: "toServer", after: 900, ending: "fin" } };
      proxy.cut("fin");
    },
  },
  { name: "restart", begin: (_proxy, server) => server.peers.at(-1)?.close(1012, "restart") },
  { name: "try later", begin: (_proxy, server) => server.peers.at(-1)?.close(1013, "try later") },
];
