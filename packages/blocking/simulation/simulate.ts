import { Random, settled, type VirtualClock } from "@surreal-sdk/link/simulation";
import { type Customs, everything } from "./customs.ts";
import { Ledger } from "./ledger.ts";
import { Script } from "./script.ts";
import { inVirtualTime } from "./virtual-time.ts";
import { type BridgeKind, World } from "./world.ts";

/** How long users do things in one world, in virtual milliseconds: many short stories, and some long ones. */
const scriptTimes = [1_500, 3_000, 3_000, 6_000, 12_000];
/** How long everything has to come to rest. */
const calmTime = 8_000;

/** What one world has shown. */
export interface Run {
  readonly violations: readonly string[];
  readonly faults: ReadonlyMap<string, number>;
  /** What happened, line by line; empty unless asked for. */
  readonly story: readonly string[];
}

/** Runs a client in a world made of nothing but the seed, and checks what it promises. */
export function simulate(kind: BridgeKind, seed: number, customs: Customs = everything, traced = false): Promise<Run> {
  return inVirtualTime(async (clock) => {
    const ledger = new Ledger(() => clock.now(), traced);
    const world = new World(kind, customs, new Random(seed), clock, ledger);
    await play(world, clock);
    world.judge.close();
    return { violations: ledger.violations, faults: ledger.faults, story: ledger.story };
  });
}

async function isDone(promise: Promise<void>): Promise<boolean> {
  const pending = Symbol("pending");
  return (await Promise.race([promise, settled().then(() => pending)])) !== pending;
}

async function play(world: World, clock: VirtualClock): Promise<void> {
  const script = new Script(world);
  const scriptTime = world.random.pick(scriptTimes);
  script.start();
  while (clock.now() < scriptTime && (await clock.next(scriptTime)));
  script.calm();
  await clock.advance(calmTime);
  const ordeal = script.ordeal();
  while (!(await isDone(ordeal)) && (await clock.next()));
  void script.askAll();
  await clock.advance(calmTime);
  world.judge.judgeLives(world.servers.values());
  void script.user.close();
  await clock.advance(calmTime);
  await settled();
  if (script.user.unsettled > 0) world.ledger.violate("every promise settles", `${script.user.unsettled} did not`);
  const open = [...world.servers.values()].reduce((sum, { connections }) => sum + connections.size, 0);
  if (open > 0) world.ledger.violate("nothing left", `${open} connections after close()`);
  if (clock.timers > 0) world.ledger.violate("nothing left", `${clock.timers} timers after close()`);
}
