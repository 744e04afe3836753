import { setTimeout as pause } from "node:timers/promises";
import { FaultProxy } from "@surreal-sdk/test-server";
import { AsyncSurreal, RecordId } from "surreal-sdk";
import type { Client } from "../kit/client.ts";
import { SILENCE } from "../kit/fake-exchange.ts";
import { FakeSurreal } from "../kit/fake-surreal.ts";
import { verdictOf } from "../kit/verdicts.ts";
import { Ledger } from "./ledger.ts";
import { LiveWatch } from "./live-watch.ts";
import { type Residue, residue, settledHeap, slope } from "./residue.ts";
import { calm, troubles } from "./trouble.ts";

/** What came of it. */
export interface SoakReport {
  readonly operations: number;
  readonly verdicts: Ledger["counts"];
  readonly faults: number;
  readonly connections: number;
  readonly notifications: number;
  readonly gaps: number;
  /** Bytes for each operation. */
  readonly heapSlope: number;
  /** Bytes, from the first third to the end. */
  readonly heapGrowth: number;
  readonly before: Residue;
  readonly after: Residue;
  /** Everything that must not be. */
  readonly violations: readonly string[];
}

/** How it is done. */
export interface SoakPlan {
  readonly milliseconds: number;
  /** Milliseconds from one fault to the next. */
  readonly rhythm: number;
  /** Told now and then how it stands. */
  readonly progress?: (line: string) => void;
}

/** Runs clients of both kinds through one fault after the other, and checks every answer against what was done. */
export async function soak(plan: SoakPlan): Promise<SoakReport> {
  // What is loaded and opened once is there before anything is counted.
  const warmUp = await Soak.start();
  await warmUp.rage({ milliseconds: 400, rhythm: 100 });
  await warmUp.finish();
  await pause(50);
  const before = residue();
  const run = await Soak.start();
  const samples = await run.rage(plan);
  const report = await run.finish();
  await pause(50);
  const heaps = samples.map(([, heap]) => heap);
  const third = heaps[Math.floor(heaps.length / 3)] ?? 0;
  return {
    ...report,
    heapSlope: slope(samples),
    heapGrowth: (heaps.at(-1) ?? 0) - third,
    before,
    after: residue(),
  };
}

class Soak {
  readonly #server: FakeSurreal;
  readonly #proxy: FaultProxy;
  readonly #ledger = new Ledger();
  readonly #watch = new LiveWatch();
  readonly #violations: string[] = [];
  readonly #clients: Client[] = [];
  readonly #work: Promise<void>[] = [];
  readonly #ready = new WeakSet<object>();
  #ended = false;
  #faults = 0;
  #ticks = 0;

  private constructor(server: FakeSurreal, proxy: FaultProxy) {
    this.#server = server;
    this.#proxy = proxy;
  }

  static async start(): Promise<Soak> {
    const server = await FakeSurreal.start();
    const run = new Soak(server, await FaultProxy.to(server.port));
    run.#teach();
    return run;
  }

  /** Works and suffers for so long; resolves with samples of the heap. */
  async rage({ milliseconds, rhythm, progress }: SoakPlan): Promise<[number, number][]> {
    await this.#engage();
    const samples: [number, number][] = [];
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const trouble = troubles[this.#faults % troubles.length] as (typeof troubles)[number];
      this.#faults += 1;
      trouble.begin(this.#proxy, this.#server);
      await pause(rhythm / 2);
      calm(this.#proxy);
      await pause(rhythm / 2);
      this.#tidy();
      if (this.#faults % 5 === 0) samples.push([this.#ledger.size, settledHeap()]);
      if (this.#faults % 30 === 0) progress?.(`${this.#faults} faults, ${this.#ledger.size} operations`);
    }
    return samples;
  }

  async finish(): Promise<Omit<SoakReport, "heapSlope" | "heapGrowth" | "before" | "after">> {
    this.#ended = true;
    await Promise.all(this.#work);
    await Promise.all(this.#clients.map((db) => db.close()));
    await this.#proxy.close();
    await this.#server.close();
    this.#tidy();
    const lies = this.#ledger.lies();
    return {
      operations: this.#ledger.size,
      verdicts: this.#ledger.counts,
      faults: this.#faults,
      connections: this.#proxy.made,
      notifications: this.#watch.seen,
      gaps: this.#watch.gaps,
      violations: [...this.#violations, ...lies.slice(0, 20), ...this.#watch.holes.slice(0, 20)],
    };
  }

  /** What the server does: it counts, and sees to it that nobody works on a session that was not restored. */
  #teach(): void {
    this.#server.on("use", (_request, peer) => {
      this.#ready.add(peer);
      return undefined;
    });
    this.#server.on("query", ({ params, headers, connection }, peer) => {
      const { token } = (params[1] ?? {}) as { token?: number };
      if (typeof token === "number") this.#ledger.executed(token);
      const restored = headers["surreal-ns"] === "a" || this.#ready.has(peer);
      if (!restored) this.#violations.push(`A query ran on connection ${connection} before its session was restored.`);
      return (token ?? 0) % 97 === 96 ? SILENCE : undefined;
    });
  }

  async #engage(): Promise<void> {
    const options = {
      namespace: "a",
      database: "b",
      timeout: 1_000,
      connectTimeout: 2_000,
      closeTimeout: 300,
      heartbeat: { idle: 100, wait: 200 },
      reconnect: { minDelay: 5, maxDelay: 100 },
    };
    for (const url of [this.#proxy.wsUrl, this.#proxy.wsUrl, this.#proxy.wsUrl, this.#proxy.httpUrl]) {
      const db = AsyncSurreal(url, options);
      this.#clients.push(db);
      this.#work.push(this.#toil(db));
    }
    const watcher = AsyncSurreal(this.#proxy.wsUrl, options);
    this.#clients.push(watcher);
    // Before the first fault: a call whose answer is lost is never repeated.
    const id = await watcher.with({ timeout: 10_000 }).live("tick");
    void this.#watch.follow(watcher, id).catch((error: Error) => {
      if (!this.#ended) this.#violations.push(`The live query ended: ${error.message}`);
    });
    this.#work.push(this.#tick());
  }

  /** Queries, twenty at a time, until it is over. */
  async #toil(db: Client): Promise<void> {
    while (!this.#ended) {
      const batch = Array.from({ length: 20 }, async () => {
        const operation = this.#ledger.next();
        this.#ledger.told(operation, await verdictOf(db.query("RETURN $token", { token: operation })));
      });
      await Promise.all(batch);
      await pause(10);
    }
  }

  /** Changes that the live query is to report. */
  async #tick(): Promise<void> {
    while (!this.#ended) {
      await pause(5);
      const started = this.#server.startedLive;
      if (started === undefined || started.peer.socket.readyState !== started.peer.socket.OPEN) continue;
      this.#ticks += 1;
      started.peer.notify(started.id, "CREATE", { n: this.#ticks }, new RecordId("tick", this.#ticks));
    }
  }

  /** Forgets what has been counted. */
  #tidy(): void {
    this.#server.journal.length = 0;
    const gone = this.#server.peers.filter(({ socket }) => socket.readyState === socket.CLOSED);
    for (const peer of gone.slice(0, -1)) this.#server.peers.splice(this.#server.peers.indexOf(peer), 1);
  }
}
