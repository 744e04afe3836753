import {
  ConnectionUnavailableError,
  type EngineRequest,
  parseEndpoint,
  type TransportError,
} from "@surreal-sdk/transport";
import type { Clock } from "../src/clock.ts";
import { createMachine, Driver, type Machine } from "../src/driver.ts";
import type { Link, LinkConfig, LinkListener } from "../src/link.ts";
import type { LinkOptions } from "../src/machine/link-options.ts";
import { type Account, Ledger } from "./ledger.ts";
import { call, isOfTheLink, plainFraming, textOf } from "./plain-framing.ts";
import { Random } from "./random.ts";
import { type Nature, type SimulatedConnection, SimulatedEngine } from "./simulated-server.ts";
import { settled, VirtualClock } from "./virtual-clock.ts";

/** How long users do things in one run, in virtual milliseconds. */
const SCRIPT = 60_000;
/** How long a request that was given up keeps its place on its session. */
const HOLD = 5_000;

/** What one run has shown. */
export interface Run {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly faults: ReadonlyMap<string, number>;
  readonly requests: number;
}

/** Puts something else in the place of the machine, to see whether the run notices. */
export type Sabotage = (machine: Machine, random: Random) => Machine;

/** Runs a link in a world of its own, made of nothing but the seed, and checks what it promises. */
export async function simulate(seed: number, sabotage: Sabotage = (machine) => machine): Promise<Run> {
  const world = new World(seed, sabotage);
  const { stackTraceLimit } = Error;
  // A world makes many errors, and nobody reads their stacks.
  Error.stackTraceLimit = 0;
  try {
    await world.run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return {
    seed,
    violations: world.ledger.violations,
    faults: world.ledger.faults,
    requests: world.ledger.accounts.size,
  };
}

class World {
  readonly ledger: Ledger = new Ledger();
  readonly #random: Random;
  readonly #clock: VirtualClock = new VirtualClock();
  readonly #nature: Nature;
  readonly #weather = { faults: 1 };
  readonly #engine: SimulatedEngine;
  readonly #link: Link;
  /** The texts that represent the current replays, by label, and after how many connections they were set. */
  readonly #replays = new Map<string, { readonly rank: number; readonly texts: Set<string>; readonly after: number }>();
  readonly #wakings: number[] = [];
  readonly #tickets: number[] = [];
  #linkTimers = 0;
  #made = 0;
  #waiting = 0;
  #over = false;

  constructor(seed: number, sabotage: Sabotage) {
    this.#random = new Random(seed);
    const random = this.#random;
    this.#nature = random.pick<Nature>(["socket", "socket", "socket", "socket", "exchanges", "local"]);
    this.#engine = new SimulatedEngine({
      nature: this.#nature,
      clock: this.#clock,
      random,
      ledger: this.ledger,
      weather: this.#weather,
      refused: new Set(),
      onSend: (connection, request, text) => this.#judgeSend(connection, request, text),
    });
    const config: LinkConfig = {
      engine: this.#engine,
      endpoint: parseEndpoint("ws://simulated"),
      framing: plainFraming,
      options: this.#options(),
      listener: this.#listener(),
      clock: this.#linkClock(),
      random: () => random.next(),
    };
    this.#link = new Driver(config, this.#watched(sabotage(createMachine(config), random)));
  }

  async run(): Promise<void> {
    this.#clock.startTimer(1, () => this.#act());
    while (this.#clock.now() < SCRIPT && (await this.#clock.next(SCRIPT)));
    this.#over = true;
    this.#weather.faults = 0;
    await this.#clock.advance(70_000);
    const running = this.#engine.connections.reduce((sum, connection) => sum + connection.running, 0);
    if (running > 0) this.ledger.violate("stops streams", `${running} queries run on, and no caller reads them`);
    await this.#close();
    this.ledger.close(this.#wakings);
  }

  /** One thing after the other, as users do them. */
  #act(): void {
    if (this.#over) return;
    const random = this.#random;
    const what = random.next();
    if (what < 0.7) for (let count = random.between(1, 4); count > 0; count -= 1) this.#request();
    else if (what < 0.78 && this.#tickets.length > 0) this.#link.cancel(random.pick(this.#tickets));
    else if (what < 0.82) this.#expectEnd("connect", (done) => this.#link.connect({ done, fail: done }));
    else if (what < 0.84) this.#closeInBetween();
    else if (what < 0.92) this.#setReplay();
    else if (what < 0.94) this.#removeReplay();
    else if (what < 0.95) this.#standStill();
    this.#clock.startTimer(random.chance(0.1) ? random.between(1, 9_000) : random.between(1, 700), () => this.#act());
  }

  #request(): void {
    this.#made += 1;
    const random = this.#random;
    const text = `u${this.#made}`;
    const session = random.pick(["", "", "a", "b"]);
    const exclusive = random.chance(0.2);
    const timeout = random.chance(0.3) ? random.between(1, 300) : random.between(300, 20_000);
    const madeAt = this.#clock.now();
    const streamed = !exclusive && this.#nature === "socket" && random.chance(0.15);
    const stream = streamed ? { untaken: 0, due: madeAt + timeout, begun: false } : undefined;
    const account: Account = { text, session, exclusive, madeAt, timeout, written: [], executed: 0, stream, ends: [] };
    this.ledger.accounts.set(text, account);
    const end = (what: Account["ends"][number]["what"], said: string): void => {
      account.ends.push({ what, at: this.#clock.now(), text: said });
      // A callback may call the link again.
      if (!this.#over && random.chance(0.1)) this.#request();
    };
    const facts = { method: text, exclusive, ...(session === "" ? {} : { session }) };
    let returned = false;
    const ticket = this.#link.request(
      { ...call(text, timeout, facts), streamed },
      {
        part: () => this.#part(account, ticket),
        reply: (frame) => {
          const said = textOf(frame);
          // The decoder of a malformed answer reports that the outcome is unknown.
          if (said.startsWith("?")) end("unknown", said);
          else end(said.startsWith("R") ? "reply" : "error-reply", said);
        },
        fail: (error) => {
          if (!returned) this.ledger.violate("settles later", `${text} was settled inside request()`);
          end((error as TransportError).outcome ?? "none", `${error.name}: ${error.message}`);
        },
      },
    );
    returned = true;
    this.#tickets.push(ticket);
    if (this.#tickets.length > 20) this.#tickets.shift();
  }

  /** One answer of many: the caller takes it after a while. */
  #part({ stream, text, timeout, ends }: Account, ticket: number): void {
    if (stream === undefined) {
      this.ledger.violate("reply X to X", `${text} got a part`);
      return;
    }
    if (ends.length > 0) this.ledger.violate("settles once", `${text} got a part after its end`);
    this.ledger.met("part of a stream");
    stream.untaken += 1;
    stream.due = Number.POSITIVE_INFINITY;
    this.#clock.startTimer(this.#random.between(1, this.#random.chance(0.1) ? 20_000 : 100), () => {
      stream.untaken -= 1;
      if (stream.untaken === 0) stream.due = this.#clock.now() + timeout;
      this.#link.proceed(ticket);
    });
  }

  #expectEnd(what: string, start: (done: () => void) => void): void {
    this.#waiting += 1;
    let ended = false;
    start(() => {
      if (ended) this.ledger.violate("settles once", `${what} ended twice`);
      ended = true;
      this.#waiting -= 1;
    });
  }

  #closeInBetween(): void {
    this.#forgetReplays();
    const drain = this.#random.pick([0, 0, 500, 5_000]);
    this.#expectEnd("close", (done) => this.#link.close({ drain }, { done }));
    // A closed link stays closed until a caller requests a connection.
    const reopen = (): void => {
      if (!this.#over) this.#expectEnd("connect", (done) => this.#link.connect({ done, fail: done }));
    };
    this.#clock.startTimer(this.#random.between(0, 2_000), reopen);
  }

  #setReplay(): void {
    this.#made += 1;
    const label = this.#random.pick(["use", "token", "let a", "let b", "attach a", "live a"]);
    const rank = { use: 2, token: 1, "let a": 3, "let b": 3, "attach a": 4, "live a": 8 }[label] as number;
    const text = `p${this.#made}:${label}`;
    this.#replays.set(label, { rank, texts: new Set([text]), after: this.#engine.connections.length });
    this.#link.setReplay({ label, rank, call: call(text, 10_000, { method: label, exclusive: true }) });
  }

  #removeReplay(): void {
    const label = this.#random.pick([...this.#replays.keys(), "none"]);
    this.#replays.delete(label);
    this.#link.removeReplay(label);
  }

  #forgetReplays(): void {
    this.#replays.clear();
    this.#link.clearReplays();
  }

  #standStill(): void {
    this.ledger.met("stood still");
    this.#clock.sleep(this.#random.between(200, 30_000));
    this.#wakings.push(this.#clock.now());
  }

  /** Now a request is handed over: is that right, and is it its turn? */
  #judgeSend(connection: SimulatedConnection, request: EngineRequest, text: string): void {
    if (this.#nature === "exchanges") return;
    for (const { texts, after } of this.#replays.values()) {
      const standing = [...texts].some((text) => connection.answered.has(text));
      if (!text.startsWith("u") || after >= connection.number || standing) continue;
      this.ledger.violate("restored first", `${text} was sent before ${[...texts]}`);
    }
    if (text.startsWith("p")) this.#judgeRank(connection, text);
    if (!isOfTheLink(text)) this.#judgeOverlap(connection, request, text);
    this.#judgeOrder(text, request);
  }

  #judgeRank(connection: SimulatedConnection, text: string): void {
    const rank = (sent: string): number => this.#replays.get(sent.slice(sent.indexOf(":") + 1))?.rank ?? -1;
    for (const { text: other } of connection.inFlight.values()) {
      if (other.startsWith("p") && rank(other) !== rank(text) && rank(other) >= 0 && rank(text) >= 0) {
        this.ledger.violate("ranks in turn", `${text} was sent while ${other} was not answered`);
      }
    }
  }

  #judgeOverlap(connection: SimulatedConnection, request: EngineRequest, text: string): void {
    const changesState = (sent: string): boolean => this.ledger.accounts.get(sent)?.exclusive ?? true;
    for (const flight of connection.inFlight.values()) {
      if (isOfTheLink(flight.text) || flight.request.facts.session !== request.facts.session) continue;
      if (this.ledger.accounts.get(flight.text)?.stream?.begun === true) continue;
      if (!changesState(flight.text) && !changesState(text)) continue;
      const endedAt = this.ledger.accounts.get(flight.text)?.ends[0]?.at;
      if (endedAt !== undefined && this.#clock.now() >= endedAt + HOLD) continue;
      this.ledger.violate("exclusive alone", `${text} was sent while ${flight.text} was not answered`);
    }
  }

  /** On its session no earlier request may still wait when a later one is handed over. */
  #judgeOrder(text: string, request: EngineRequest): void {
    const session = request.facts.session ?? "";
    for (const other of this.ledger.accounts.values()) {
      if (other.text === text) break;
      if (!text.startsWith("u") || other.session !== session) continue;
      if (other.written.length === 0 && other.ends.length === 0) {
        this.ledger.violate("in order", `${text} was sent before ${other.text}`);
      }
    }
  }

  async #close(): Promise<void> {
    this.#expectEnd("close", (done) => this.#link.close({ drain: 0 }, { done }));
    await this.#clock.advance(5_001);
    await settled();
    const left = {
      timers: this.#linkTimers,
      "pending requests": this.#link.pending,
      "waiting callers": this.#waiting,
      "open connections": this.#engine.connections.filter((connection) => connection.isOpen).length,
    };
    for (const [what, count] of Object.entries(left)) {
      if (count !== 0) this.ledger.violate("nothing left", `${count} ${what} after close()`);
    }
    if (this.#link.status !== "closed")
      this.ledger.violate("nothing left", `status ${this.#link.status} after close()`);
  }

  #listener(): LinkListener {
    return {
      status: () => undefined,
      notification: () => undefined,
      restored: () => undefined,
      restoreFailed: (label, _reply, attempt) => this.#judgeRefusal(label, attempt),
      ready: () => undefined,
      diagnostic: (event) => this.ledger.met(`told of ${event.kind}`),
    };
  }

  /** A replay was refused: now and then it is replaced, mostly dropped, and sometimes there is no verdict. */
  #judgeRefusal(label: string, attempt: number): void {
    const random = this.#random;
    this.ledger.met("replay refused");
    if (random.chance(0.1)) return;
    this.#clock.startTimer(random.between(1, random.chance(0.3) ? 9_000 : 200), () => {
      if (!this.#link.isRestoring(attempt)) {
        // It changes nothing: the replay is made again on the next connection, which shows as "restored first".
        this.ledger.met("verdict too late");
        this.#link.resolveReplay(label, { kind: "drop" }, attempt);
        return;
      }
      const known = this.#replays.get(label);
      if (known !== undefined && random.chance(0.4)) {
        this.#made += 1;
        const text = `p${this.#made}:${label}`;
        known.texts.add(text);
        const replacement = call(text, 10_000, { method: label, exclusive: true });
        this.#link.resolveReplay(label, { kind: "replace", call: replacement }, attempt);
        return;
      }
      this.#replays.delete(label);
      this.#link.removeReplay(label);
      const error = new ConnectionUnavailableError("cannot be restored", { outcome: "not_sent" });
      this.#link.resolveReplay(label, random.chance(0.3) ? { kind: "drop", error } : { kind: "drop" }, attempt);
    });
  }

  /** The driver would hide a second settlement of the same request; here it shows. */
  #watched(machine: Machine): Machine {
    const settled = new Set<number>();
    const step: Machine["step"] = (event, moment) => {
      const effects = machine.step(event, moment);
      for (const effect of effects) {
        if (effect.kind === "part") continue;
        const number = "ticket" in effect ? effect.ticket : "waiter" in effect ? effect.waiter : undefined;
        if (number !== undefined && settled.has(number)) this.ledger.violate("settles once", `${effect.kind} again`);
        if (number !== undefined) settled.add(number);
      }
      return effects;
    };
    const isRestoring: Machine["isRestoring"] = (attempt) => machine.isRestoring(attempt);
    const watched = new Map<string | symbol, unknown>(Object.entries({ step, isRestoring }));
    return new Proxy(machine, { get: (target, name) => watched.get(name) ?? Reflect.get(target, name, target) });
  }

  #linkClock(): Clock {
    return {
      now: () => this.#clock.now(),
      startTimer: (milliseconds, callback) => {
        this.#linkTimers += 1;
        let running = true;
        const stop = (): void => {
          if (running) this.#linkTimers -= 1;
          running = false;
        };
        const timer = this.#clock.startTimer(milliseconds, () => {
          stop();
          callback();
        });
        return {
          cancel: () => {
            stop();
            timer.cancel();
          },
        };
      },
    };
  }

  #options(): LinkOptions {
    const random = this.#random;
    return {
      connectTimeout: random.pick([1_000, 10_000]),
      closeTimeout: 5_000,
      heartbeat: random.chance(0.9) ? { idle: 2_000, wait: 1_000 } : false,
      reconnect: random.chance(0.9) ? { attempts: random.pick([2, 5, 1_000]), minDelay: 100, maxDelay: 3_000 } : false,
      offlineQueue: random.chance(0.9) ? { requests: random.pick([5, 1_000]), bytes: 1_000_000 } : false,
      maxMessageBytes: 1_000_000,
      headers: {},
    };
  }
}
