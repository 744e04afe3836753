import { type EngineCapabilities, parseEndpoint, type ReplayVerdict, type RequestFacts } from "@surreal-sdk/transport";
import type { createMachine, Driver, Machine } from "../../src/driver.ts";
import type { LinkConfig, LinkListener } from "../../src/link.ts";
import type { LinkOptions } from "../../src/machine/link-options.ts";
import { answerFrame, call, plainFraming } from "../plain-framing.ts";
import { Random } from "../random.ts";
import type { Sabotage } from "../simulate.ts";
import { settled, VirtualClock } from "../virtual-clock.ts";
import { Canonical } from "./canonical.ts";
import { ExploredEngine } from "./explored-engine.ts";
import { type Account, Promises } from "./promises.ts";

/** The modules of the link, with their private state opened. */
export interface Opened {
  readonly Driver: typeof Driver;
  readonly createMachine: typeof createMachine;
}

/** What a world is made of. */
export interface Surroundings {
  readonly opened: Opened;
  readonly options: LinkOptions;
  readonly capabilities: EngineCapabilities;
  /** Puts something else in the place of the machine. */
  readonly sabotage: Sabotage;
}

/** The time for each answer to a streamed query, in milliseconds. */
export const STREAM_TIMEOUT = 3_000;

/** What a callback does when it is called next. */
export type Reaction = "request" | "connect" | "close" | "cancel";

/** A real link between a user and an engine that do nothing by themselves. */
export class ExploredWorld {
  readonly promises: Promises;
  readonly engine: ExploredEngine;
  readonly link: Driver;
  readonly clock: VirtualClock = new VirtualClock();
  /** The labels of refused replays without a verdict, with their attempts. */
  readonly refused: Map<string, number> = new Map();
  reaction: Reaction | undefined;
  /** What has happened since promises ran last. */
  readonly hasty: string[] = [];
  readonly #machine: Machine;
  readonly #settled = new Set<number>();
  #made = 0;

  constructor({ opened, options, capabilities, sabotage }: Surroundings) {
    this.promises = new Promises(() => this.clock.now(), capabilities.stateful);
    this.engine = new ExploredEngine(
      capabilities,
      (...sent) => this.promises.handed(...sent),
      ({ connectTimeout }) => {
        if (connectTimeout <= 0) this.promises.violate("time to connect", `${connectTimeout} ms`);
      },
    );
    const config: LinkConfig = {
      engine: this.engine,
      endpoint: parseEndpoint("ws://explored"),
      framing: plainFraming,
      options,
      listener: this.#listener(),
      clock: this.clock,
      random: () => 0.5,
    };
    this.#machine = opened.createMachine(config);
    this.link = new opened.Driver(config, this.#watched(sabotage(this.#machine, new Random(1))));
  }

  /** All that decides what will happen, as text. */
  get key(): string {
    const { promises, engine, reaction, hasty } = this;
    const refused = [...this.refused].map(([label, attempt]) => `${label}${this.link.isRestoring(attempt)}`);
    const owed = promises.open.map(({ text, handed, untaken }) => ({ method: text, handed, untaken }));
    const connections = engine.connections.length;
    const wanted = [...promises.wanted].map(([label, { after }]) => `${label}${after >= connections}`);
    const openings = engine.openings.map(({ context }) => context.signal.aborted);
    // What can happen depends on the beat of the clock as well.
    const beat = this.clock.now() % 1_000;
    const view = { owed, wanted, openings, refused, reaction, hasty, beat, waiting: promises.waiting };
    return new Canonical(this.clock.now()).write({ driver: this.link, inner: this.#machine, view });
  }

  /** In how long the link's timer fires. */
  get dueIn(): number | undefined {
    return this.clock.nextAt === undefined ? undefined : this.clock.nextAt - this.clock.now();
  }

  request(timeout: number, { streamed, ...facts }: Partial<RequestFacts> & { streamed?: boolean }): void {
    this.#made += 1;
    const text = `u${this.#made}`;
    let returned = false;
    const account: Account = {
      text,
      ticket: this.link.request(
        { ...call(text, timeout, { ...facts, method: text }), streamed },
        {
          part: () => this.promises.gotPart(account),
          reply: (frame) => {
            this.promises.replied(account, frame);
            this.#react();
          },
          fail: (error) => {
            if (!returned) this.promises.violate("settles later", `${text} was settled inside request()`);
            this.promises.failed(account, error);
            this.#react();
          },
        },
      ),
      exclusive: facts.exclusive === true,
      due: this.clock.now() + timeout,
      handed: 0,
      untaken: 0,
      endedAt: undefined,
      end: "",
    };
    returned = true;
    this.promises.accounts.set(text, account);
  }

  /** A caller takes an answer of many. */
  take(): boolean {
    const account = this.promises.open.find(({ untaken }) => untaken > 0);
    if (account === undefined) return false;
    this.promises.took(account, STREAM_TIMEOUT);
    this.link.proceed(account.ticket);
    return true;
  }

  connect(): void {
    const done = this.#expectEnd("connect");
    this.link.connect({ done, fail: done });
  }

  close(drain: number): void {
    const done = this.#expectEnd("close");
    this.link.close({ drain }, { done });
  }

  setReplay(label: string, rank: number): void {
    this.promises.wanted.set(label, { rank, after: this.engine.connections.length });
    this.link.setReplay({ label, rank, call: this.#replayCall(label, rank) });
  }

  removeReplay(label: string): void {
    this.promises.wanted.delete(label);
    this.link.removeReplay(label);
  }

  clearReplays(): void {
    this.promises.wanted.clear();
    this.link.clearReplays();
  }

  judge(label: string, how: "drop" | "drop and fail" | "replace"): void {
    const attempt = this.refused.get(label) ?? 0;
    this.refused.delete(label);
    const rank = this.promises.wanted.get(label)?.rank ?? 0;
    // A verdict about an attempt that is over must change nothing.
    if (how !== "replace" && this.link.isRestoring(attempt)) this.promises.wanted.delete(label);
    const error = Object.assign(new Error("cannot be restored"), { outcome: "not_sent" });
    const verdicts: Record<typeof how, ReplayVerdict> = {
      drop: { kind: "drop" },
      "drop and fail": { kind: "drop", error },
      replace: { kind: "replace", call: this.#replayCall(label, rank) },
    };
    this.link.resolveReplay(label, verdicts[how], attempt);
  }

  /** The server answers what it was sent. */
  answer(id: string, letter: "R" | "E"): void {
    const { connection } = this.engine;
    const text = connection?.inFlight.get(id);
    if (connection === undefined || text === undefined) return;
    connection.inFlight.delete(id);
    const label = text.match(/:(.*)@/)?.[1];
    if (label !== undefined && letter === "R") connection.restored.add(label);
    const replyTo = this.engine.capabilities.stateful ? undefined : id;
    connection.context.listener.received(answerFrame(letter, id, `:${text}`), replyTo);
  }

  /** Lets the link's timer fire. */
  async pass(): Promise<boolean> {
    const fired = await this.clock.next();
    await this.settle();
    return fired;
  }

  /** Lets promises run. */
  async settle(): Promise<void> {
    this.hasty.length = 0;
    await settled();
  }

  /** The process stands still for so long. */
  sleep(milliseconds: number): void {
    this.clock.sleep(milliseconds);
    this.promises.wakings.push(this.clock.now());
  }

  #replayCall(label: string, rank: number): ReturnType<typeof call> {
    this.#made += 1;
    const text = `p${this.#made}:${label}@${rank}`;
    return call(text, 2_000, { method: text, exclusive: true });
  }

  #expectEnd(what: "connect" | "close"): () => void {
    const { waiting } = this.promises;
    waiting[what] += 1;
    return () => {
      waiting[what] -= 1;
      if (waiting[what] < 0) this.promises.violate("settles once", `${what} ended twice`);
      this.#react();
    };
  }

  /** A callback calls the link. */
  #react(): void {
    const { reaction } = this;
    this.reaction = undefined;
    if (reaction === "request") this.request(3_000, {});
    if (reaction === "connect") this.connect();
    if (reaction === "close") this.close(0);
    if (reaction === "cancel") for (const { ticket } of this.promises.open) this.link.cancel(ticket);
  }

  #listener(): LinkListener {
    const react = (): void => this.#react();
    return {
      status: react,
      notification: react,
      restored: react,
      restoreFailed: (label, _reply, attempt) => {
        this.refused.set(label, attempt);
        react();
      },
      ready: react,
      diagnostic: ({ kind, message }) => {
        if (kind === "listener-failed") this.promises.violate("callbacks", message);
      },
    };
  }

  /** The driver would hide a second settlement; here it shows. */
  #watched(machine: Machine): Machine {
    const step: Machine["step"] = (event, moment) => {
      const effects = machine.step(event, moment);
      for (const effect of effects) {
        if (effect.kind === "part") continue;
        const number = "ticket" in effect ? effect.ticket : "waiter" in effect ? effect.waiter : undefined;
        if (number === undefined) continue;
        if (this.#settled.has(number)) this.promises.violate("settles once", `${effect.kind} again`);
        this.#settled.add(number);
      }
      return effects;
    };
    const isRestoring: Machine["isRestoring"] = (attempt) => machine.isRestoring(attempt);
    const watched = new Map<string | symbol, unknown>(Object.entries({ step, isRestoring }));
    return new Proxy(machine, { get: (target, name) => watched.get(name) ?? Reflect.get(target, name, target) });
  }
}
