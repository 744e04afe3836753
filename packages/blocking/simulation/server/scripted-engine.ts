import type { VirtualClock } from "@surreal-sdk/link/simulation";
import {
  ConnectionUnavailableError,
  ENGINE_CONTRACT,
  type Engine,
  type EngineCapabilities,
  type EngineConnection,
  type EngineContext,
} from "@surreal-sdk/transport";
import type { ScriptedServer } from "./scripted-server.ts";
import { ServerConnection, type Weather } from "./server-connection.ts";

/** An engine whose network leads to scripted servers, by their host names. */
export class ScriptedEngine implements Engine {
  readonly contract: typeof ENGINE_CONTRACT = ENGINE_CONTRACT;
  readonly name = "scripted";
  readonly capabilities: EngineCapabilities;
  /** Told before a connection is opened. */
  onOpen: () => void = () => undefined;
  readonly #servers: ReadonlyMap<string, ScriptedServer>;
  readonly #clock: VirtualClock;
  readonly #weather: Weather;

  /** @param stateful - one wire and a session on it; otherwise an exchange of its own for each request */
  constructor(servers: ReadonlyMap<string, ScriptedServer>, clock: VirtualClock, weather: Weather, stateful: boolean) {
    const lasting = { stateful, sessions: stateful, transactions: stateful, live: stateful };
    this.capabilities = { ...lasting, export: false, import: false, reconnect: true };
    this.#servers = servers;
    this.#clock = clock;
    this.#weather = weather;
  }

  open(context: EngineContext): Promise<EngineConnection> {
    const server = this.#servers.get(context.endpoint.host) as ScriptedServer;
    const { random, ledger } = server;
    this.onOpen();
    const era = server.witness.era();
    const wire = { server, clock: this.#clock, weather: this.#weather, isStateful: this.capabilities.stateful };
    ledger.note(() => `opening ${server.host}`);
    return new Promise((resolve, reject) => {
      const fate = random.next();
      const takes = random.between(1, 30);
      if (fate < 0.05 * this.#weather.faults) {
        ledger.met("open hangs");
        const aborted = (): void => reject(new ConnectionUnavailableError("aborted"));
        context.signal.addEventListener("abort", aborted, { once: true });
      } else if (fate < 0.2 * this.#weather.faults) {
        ledger.met("open refused");
        this.#clock.startTimer(takes, () => reject(new ConnectionUnavailableError("refused", { outcome: "not_sent" })));
      } else {
        this.#clock.startTimer(takes, () => resolve(new ServerConnection(wire, context, era)));
      }
    });
  }
}
