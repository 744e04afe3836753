import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import type { Engine } from "@surreal-sdk/transport";
import { loopbackEngine } from "./loopback-engine.ts";

/** A loopback with a database of its own at the other end of each connection; for the worker of blocking connections. */
export function embeddedLoopback(): Engine {
  return loopbackEngine(() => EmbeddedDatabase.open("mem://"));
}
