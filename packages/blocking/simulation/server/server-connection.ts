import { CborCodec } from "@surreal-sdk/codec";
import type { Random, VirtualClock } from "@surreal-sdk/link/simulation";
import {
  ConnectionLostError,
  ConnectionUnavailableError,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  type RequestFacts,
} from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import { type Asked, Peer } from "./peer.ts";
import type { ScriptedServer } from "./scripted-server.ts";
import { Refusal } from "./server-error.ts";

const codec = new CborCodec();

/** How much goes wrong on the way, from 0 to 1. */
export interface Weather {
  faults: number;
  /** Told whenever a message arrives at one of the ends of a connection, before it is taken in. */
  onArrival?: (connection: ServerConnection) => void;
}

/** Between whom a connection is, and in what. */
export interface Wire {
  readonly server: ScriptedServer;
  readonly clock: VirtualClock;
  readonly weather: Weather;
  /** Whether there is one wire and a session on it, or an exchange of its own for each request. */
  readonly isStateful: boolean;
}

/** What is sent to a client: an answer to the request of that id, or a notification. */
interface Answer {
  readonly frame: unknown;
  readonly id?: string;
  /** Whether it tells that an identity of the connection's own session was accepted. */
  readonly proves?: boolean;
}

/** What proves an identity. */
const proving = new Set(["signin", "refresh", "authenticate"]);

/** One connection between a client and a scripted server, both ends of it and the wire between. */
export class ServerConnection implements EngineConnection {
  readonly context: EngineContext;
  readonly peer: Peer;
  isOpen = true;
  readonly #server: ScriptedServer;
  readonly #clock: VirtualClock;
  readonly #weather: Weather;
  /** When the last bytes arrive that were sent in each direction: nothing overtakes on one wire. */
  readonly #arrives = { there: 0, back: 0 };
  readonly #isStateful: boolean;
  #reaches = true;

  constructor(world: Wire, context: EngineContext, era: number) {
    const { server, clock, weather } = world;
    this.#isStateful = world.isStateful;
    this.#server = server;
    this.context = context;
    this.#clock = clock;
    this.#weather = weather;
    this.peer = new Peer(server, era, (frame) => this.#answer(this.#random.between(0, 20), { frame }));
    server.connections.add(this);
    const { random } = server;
    if (random.chance(0.5 * weather.faults)) this.#later(this.#lifetime(), () => this.cut("cut"));
    if (random.chance(0.1 * weather.faults)) this.#later(this.#lifetime(), () => this.#goSilent());
  }

  get #random(): Random {
    return this.#server.random;
  }

  /** Many connections break while they are being restored, which is when it matters most. */
  #lifetime(): number {
    return this.#random.chance(0.5) ? this.#random.between(1, 200) : this.#random.between(1, 6_000);
  }

  send(request: EngineRequest): void {
    if (!this.isOpen) throw new ConnectionUnavailableError("already closed", { outcome: "not_sent" });
    const asked = codec.decode(request.frame) as Asked;
    this.#server.ledger.note(() => `-> ${this.#server.host} ${describe(asked)}`);
    if (!this.#reaches) return;
    const takes = this.#random.between(1, 15);
    if (this.#isStateful) this.#travel("there", takes, () => this.#arrive(request, asked));
    else this.#later(takes, () => this.#arrive(request, asked));
  }

  close(timeout: number): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    if (timeout === 0 || this.#random.chance(0.8)) {
      this.#end(undefined);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#clock.startTimer(Math.min(timeout, this.#random.between(1, 300)), () => {
        this.#end(undefined);
        resolve();
      });
    });
  }

  cut(why: string): void {
    if (!this.isOpen) return;
    this.#server.ledger.met(why);
    this.#server.ledger.note(() => `${this.#server.host}: ${why}`);
    this.#end(new ConnectionLostError("cut"));
  }

  /** Bytes are lost from now on; only silence tells. */
  #goSilent(): void {
    this.#server.ledger.met("silence");
    this.#reaches = false;
  }

  /** What happens together on one session happens in any order: each request takes its own time. */
  #arrive({ id, facts }: EngineRequest, asked: Asked): void {
    const { ledger } = this.#server;
    const begins = this.#random.chance(0.3) ? this.#random.between(1, 60) : 0;
    this.#later(begins, () => {
      this.#weather.onArrival?.(this);
      if (!this.isOpen) return;
      const answer = this.#execute(asked, facts);
      ledger.note(() => `   ${this.#server.host} ${describe(asked)} = ${"error" in answer ? "refused" : "done"}`);
      if (asked.method !== "ping" && this.#random.chance(0.03 * this.#weather.faults)) {
        ledger.met("no answer");
        if ("result" in answer) for (const id of idsIn(answer.result)) this.peer.unendable.add(id);
        return;
      }
      const slow = this.#random.chance(0.05 * this.#weather.faults);
      if (slow) ledger.met("slow answer");
      const proves = proving.has(asked.method) && asked.session === undefined && "result" in answer;
      this.#answer(slow ? this.#random.between(300, 3_000) : this.#random.between(0, 30), {
        frame: this.#isStateful ? { id, ...answer } : answer,
        id,
        proves,
      });
    });
  }

  #execute(asked: Asked, facts: RequestFacts): { result: unknown } | { error: unknown } {
    try {
      if (this.#isStateful) return { result: this.peer.execute(asked) };
      return { result: Peer.once(this.#server, this.peer.era, facts).execute(asked) };
    } catch (error) {
      if (error instanceof Refusal) return { error: error.sent };
      throw error;
    }
  }

  #answer(takes: number, { frame, id, proves }: Answer): void {
    const bytes = codec.encode(frame).slice();
    const arrive = (): void => {
      this.#weather.onArrival?.(this);
      if (!this.#reaches || !this.isOpen) return;
      if (proves) this.#server.witness.heardOfIdentity(takes);
      this.context.listener.received(bytes, this.#isStateful ? undefined : id);
    };
    this.#later(takes, () => {
      const travels = this.#random.between(1, 15);
      if (this.#isStateful) this.#travel("back", travels, arrive);
      else this.#later(travels, arrive);
    });
  }

  #travel(direction: "there" | "back", takes: number, arrive: () => void): void {
    const now = this.#clock.now();
    this.#arrives[direction] = Math.max(this.#arrives[direction], now + takes);
    this.#later(this.#arrives[direction] - now, arrive);
  }

  #end(error: ConnectionLostError | undefined): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#server.connections.delete(this);
    this.peer.end();
    this.context.listener.closed(error);
  }

  #later(milliseconds: number, happen: () => void): void {
    this.#clock.startTimer(milliseconds, () => {
      if (this.isOpen) happen();
    });
  }
}

/** What an answer names that goes on at the server. */
function idsIn(result: unknown): string[] {
  if (result instanceof Uuid) return [result.toJSON()];
  return Array.isArray(result)
    ? result.flatMap((each) => idsIn((each as { result?: unknown } | undefined)?.result))
    : [];
}

function describe({ method, params, session }: Asked): string {
  const shown = params.filter((each) => typeof each === "string" && each.length < 40).join(",");
  return `${method}(${shown})${session === undefined ? "" : " in a session"}`;
}
