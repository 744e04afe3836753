import {
  ConnectionLostError,
  ConnectionUnavailableError,
  ENGINE_CONTRACT,
  type Engine,
  type EngineCapabilities,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
} from "@surreal-sdk/transport";
import type { Ledger } from "./ledger.ts";
import { answerFrame, partFrame, readRequest, stoppedBy } from "./plain-framing.ts";
import type { Random } from "./random.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What a rejection says about a request. */
export type Outcome = "not_sent" | "failed" | "unknown";

/** What the simulated world is made of. */
export interface Surroundings {
  readonly nature: Nature;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly ledger: Ledger;
  /** Replays that were refused once, and mostly are again: a token that has expired stays so. */
  readonly refused: Set<string>;
  /** How much goes wrong, from 0 to 1; it can be turned down. */
  readonly weather: { faults: number };
  /** Told before a request is judged to be handed over. */
  readonly onSend: (connection: SimulatedConnection, request: EngineRequest, text: string) => void;
}

/** What the simulated engine is like: a socket, one exchange for each request, or a database in this process. */
export type Nature = "socket" | "exchanges" | "local";

/** An engine over a network that delays, loses, repeats and garbles, and a server that runs what reaches it. */
export class SimulatedEngine implements Engine {
  readonly contract: typeof ENGINE_CONTRACT = ENGINE_CONTRACT;
  readonly name = "simulated";
  readonly capabilities: EngineCapabilities;
  readonly connections: SimulatedConnection[] = [];
  readonly #world: Surroundings;

  constructor(world: Surroundings) {
    this.#world = world;
    const stateful = world.nature !== "exchanges";
    const reconnect = world.nature !== "local";
    const rest = { transactions: stateful, live: stateful, export: true, import: true };
    this.capabilities = { stateful, sessions: stateful, reconnect, ...rest };
  }

  open(context: EngineContext): Promise<EngineConnection> {
    const { clock, random, ledger, weather } = this.#world;
    return new Promise((resolve, reject) => {
      const fate = random.next();
      const takes = random.between(1, 60);
      if (fate < 0.15 * weather.faults) {
        ledger.met("open hangs");
        context.signal.addEventListener("abort", () => reject(new ConnectionUnavailableError("aborted")), {
          once: true,
        });
      } else if (fate < 0.35 * weather.faults) {
        ledger.met("open refused");
        clock.startTimer(takes, () => reject(new ConnectionUnavailableError("refused", { outcome: "not_sent" })));
      } else {
        clock.startTimer(takes, () => {
          const connection = new SimulatedConnection(this.#world, context, this.connections.length + 1);
          this.connections.push(connection);
          resolve(connection);
        });
      }
    });
  }
}

/** One simulated connection, both ends of it. */
export class SimulatedConnection implements EngineConnection {
  readonly number: number;
  readonly context: EngineContext;
  /** What this connection has answered with success. */
  readonly answered: Set<string> = new Set();
  /** What was handed over and not answered to the client yet. */
  readonly inFlight: Map<string, { readonly text: string; readonly request: EngineRequest }> = new Map();
  bufferedBytes = 0;
  isOpen = true;
  readonly #world: Surroundings;
  /** The queries that are being answered, by id. */
  readonly #streams: Set<string> = new Set();
  #reads = true;
  /** What arrived while the link did not read: it comes when the link reads again. */
  #unread: (() => void)[] = [];
  #reaches = true;
  #takes = true;

  constructor(world: Surroundings, context: EngineContext, number: number) {
    this.#world = world;
    this.context = context;
    this.number = number;
    const { random, weather, ledger } = world;
    if (random.chance(0.5 * weather.faults)) this.#later(random.between(1, 12_000), () => this.#cut());
    if (random.chance(0.2 * weather.faults)) {
      this.#later(random.between(1, 8_000), () => {
        ledger.met("half-open");
        this.#reaches = false;
      });
    }
    if (random.chance(0.2 * weather.faults)) this.#later(random.between(1, 8_000), () => this.#congest());
    this.#later(random.between(50, 3_000), () => this.#happen());
  }

  /** How many queries are still being answered with parts. */
  get running(): number {
    return this.isOpen && this.#reaches ? this.#streams.size : 0;
  }

  send(request: EngineRequest): void {
    const { text } = readRequest(request.frame);
    const { ledger, random, clock } = this.#world;
    if (!this.isOpen) throw new ConnectionLostError("already closed", { outcome: "not_sent" });
    if (!this.#takes) {
      ledger.met("not taken");
      throw new ConnectionUnavailableError("is closing", { outcome: "not_sent" });
    }
    this.#world.onSend(this, request, text);
    ledger.accounts.get(text)?.written.push(this.#world.clock.now());
    this.inFlight.set(request.id, { text, request });
    // What has left arrives, also when the connection is cut behind it.
    if (this.#reaches) clock.startTimer(random.between(1, 40), () => this.#arrive(request, text));
  }

  setReading(reading: boolean): void {
    this.#world.ledger.met(reading ? "read on" : "read no further");
    this.#reads = reading;
    const unread = reading ? this.#unread.splice(0) : [];
    for (const happen of unread) this.#world.clock.startTimer(1, () => this.isOpen && happen());
  }

  close(timeout: number): Promise<void> {
    const { random, clock, ledger } = this.#world;
    if (!this.isOpen) return Promise.resolve();
    if (timeout === 0 || random.chance(0.7)) {
      this.isOpen = false;
      this.context.listener.closed();
      return Promise.resolve();
    }
    ledger.met("close is slow");
    return new Promise((resolve) => {
      clock.startTimer(timeout, () => {
        this.#end(undefined);
        resolve();
      });
    });
  }

  /** The server runs a request and answers, each answer with its own luck. */
  #arrive(request: EngineRequest, text: string): void {
    const { id } = request;
    const { random, ledger, weather } = this.#world;
    if (!this.#reaches) return;
    const stopped = stoppedBy(text);
    const stopping = stopped !== undefined;
    const unreadable = this.#world.nature === "socket" && !stopping && random.chance(0.03 * weather.faults);
    const refused = !unreadable && !stopping && random.chance(this.#world.refused.has(text) ? 0.7 : 0.08);
    if (refused && text.startsWith("p")) this.#world.refused.add(text);
    if (unreadable) {
      ledger.met("orphan error");
      this.#answer(random.between(1, 40), answerFrame("O", "", `:${text}`), id, false);
      return;
    }
    const account = ledger.accounts.get(text);
    if (account !== undefined && !refused) account.executed += 1;
    if (request.streamed === true && !refused) {
      this.#streams.add(id);
      this.#stream(id, text, random.between(0, 6));
      return;
    }
    if (stopping) {
      ledger.met(this.#streams.delete(stopped) ? "stream stopped" : "no such stream");
    }
    if (random.chance(0.05 * weather.faults)) {
      ledger.met("no answer");
      return;
    }
    const takes = random.chance(0.1) ? random.between(500, 9_000) : random.between(1, 80);
    this.#answer(takes, answerFrame(refused ? "E" : "R", id, `:${text}`), id, !refused);
    if (random.chance(0.04 * weather.faults)) {
      ledger.met("answer repeated");
      this.#answer(takes + random.between(0, 300), answerFrame("R", id, `:${text}`), id, !refused);
    }
  }

  /** The server answers with parts, until its rows are at an end or the query is stopped. */
  #stream(id: string, text: string, left: number): void {
    const { random, ledger, weather } = this.#world;
    if (!this.#reaches || !this.inFlight.has(id)) return;
    if (random.chance(0.02 * weather.faults)) {
      ledger.met("stream stalls");
      return;
    }
    if (left === 0 || !this.#streams.has(id)) {
      this.#streams.delete(id);
      this.#answer(random.between(1, 40), answerFrame(left === 0 ? "R" : "E", id, `:${text}`), id, true);
      return;
    }
    this.#later(random.between(1, 40), () => {
      const stream = ledger.accounts.get(text)?.stream;
      if (!this.#reaches) return;
      if (stream !== undefined) stream.begun = true;
      const size = random.chance(0.2) ? 600_000 : 10;
      this.context.listener.received(partFrame(id, size));
      this.#stream(id, text, left - 1);
    });
  }

  #answer(takes: number, frame: Uint8Array, id: string, well: boolean): void {
    this.#later(takes, () => {
      if (!this.#reaches) return;
      const flight = this.inFlight.get(id);
      this.inFlight.delete(id);
      if (well && flight !== undefined) this.answered.add(flight.text);
      const { nature, random, ledger } = this.#world;
      if (nature !== "socket" && random.chance(0.03)) {
        ledger.met("exchange failed");
        this.context.listener.failed(id, new ConnectionLostError("broken off", { outcome: "unknown" }));
      } else this.context.listener.received(frame, nature === "socket" ? undefined : id);
    });
  }

  /** Now and then an unrequested frame arrives. */
  #happen(): void {
    const { random, ledger, weather } = this.#world;
    const fate = random.next();
    if (this.#reaches) {
      if (fate < 0.3) this.context.listener.alive();
      else if (fate < 0.5) this.context.listener.received(answerFrame(random.chance(0.1) ? "S" : "N", "", "changed"));
      else if (fate < 0.5 + 0.02 * weather.faults) {
        ledger.met("garbled");
        this.context.listener.received(answerFrame("?", ""));
      } else if (fate < 0.5 + 0.06 * weather.faults) {
        ledger.met("foreign answer");
        this.context.listener.received(answerFrame("R", "zzzzzzzzzzzz", "foreign"));
      }
    }
    this.#later(random.between(50, 3_000), () => this.#happen());
  }

  #congest(): void {
    const { random, ledger } = this.#world;
    ledger.met("congested");
    this.bufferedBytes = 32 * 1024 * 1024;
    this.#later(random.between(10, 4_000), () => {
      this.bufferedBytes = 0;
    });
  }

  #cut(): void {
    const { random, ledger } = this.#world;
    ledger.met("cut");
    // Now and then the end shows at writing before it is reported.
    if (random.chance(0.5)) {
      this.#takes = false;
      this.#reaches = false;
      this.#later(random.between(1, 900), () => this.#end(new ConnectionLostError("cut")));
    } else this.#end(new ConnectionLostError("cut"));
  }

  #end(error: ConnectionLostError | undefined): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.context.listener.closed(error);
  }

  /** In the order in which it arrives, as soon as the link reads. */
  #later(milliseconds: number, happen: () => void): void {
    this.#world.clock.startTimer(milliseconds, () => {
      if (!this.isOpen) return;
      if (this.#reads) happen();
      else this.#unread.push(happen);
    });
  }
}
