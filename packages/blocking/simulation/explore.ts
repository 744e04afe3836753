import "./virtual-time.ts";
import { Random, type VirtualClock } from "@surreal-sdk/link/simulation";
import { conclude } from "./conclude.ts";
import type { Customs } from "./customs.ts";
import { Ledger } from "./ledger.ts";
import { Script } from "./script.ts";
import { type ScriptedServer, versions } from "./server/scripted-server.ts";
import type { Run } from "./simulate.ts";
import { inVirtualTime } from "./virtual-time.ts";
import { type BridgeKind, World } from "./world.ts";

/** What a server is from the first break of the connection on. */
export const moods = ["sound", "with another key", "without variables", "too old"] as const;

/** One story: the same calls every time, broken at certain messages. */
export interface Plan {
  readonly kind: BridgeKind;
  /** The connection breaks when so many messages have arrived at either end, counted from 1. */
  readonly cuts: readonly number[];
  readonly mood: (typeof moods)[number];
  /** What every choice of the world comes to, from 0 up to 1. */
  readonly choice: number;
}

/** A chance that always comes out alike. */
class Steady extends Random {
  readonly #value: number;

  constructor(value: number) {
    super(0);
    this.#value = value;
  }

  override next(): number {
    return this.#value;
  }
}

/** Every plan with one break, and with two that are at most `distance` messages apart. */
export function* plans(kind: BridgeKind, messages: number, distance: number): Generator<Plan> {
  for (const choice of [0.15, 0.4, 0.6, 0.9]) {
    for (const mood of moods) {
      for (let first = 1; first <= messages; first += 1) {
        yield { kind, cuts: [first], mood, choice };
        for (let next = 1; next <= distance; next += 1) yield { kind, cuts: [first, first + next], mood, choice };
      }
    }
  }
}

/** Runs a plan. */
export function explore(plan: Plan, customs: Customs, traced = false): Promise<Run & { readonly messages: number }> {
  return inVirtualTime(async (clock) => {
    const ledger = new Ledger(() => clock.now(), traced);
    const world = new World(plan.kind, customs, new Steady(plan.choice), clock, ledger);
    world.weather.faults = 0;
    let messages = 0;
    world.weather.onArrival = (connection) => {
      messages += 1;
      if (!plan.cuts.includes(messages)) return;
      if (plan.cuts[0] === messages) change(world.server, plan.mood);
      connection.cut("cut");
    };
    const script = new Script(world);
    const told = tell(script, world);
    await until(told, clock);
    world.weather.onArrival = () => undefined;
    await conclude(world, script, clock);
    return { violations: ledger.violations, faults: ledger.faults, story: ledger.story, messages };
  });
}

/** What the users of every plan do, one after the other. */
async function tell(script: Script, world: World): Promise<void> {
  const { user, watcher } = script;
  await user.use(user.own);
  await user.let(user.own);
  await user.query(user.own);
  await user.newSession(user.own);
  const [session = user.own] = user.sessions;
  await user.use(session);
  await user.let(session);
  await watcher.live(user.own);
  await user.query(session);
  if (world.customs.signsInBesideAuth) await user.signin(user.own);
  await user.query(user.own);
  // Long enough for all that the connection does by itself.
  await user.pause(4_000);
  await user.query(user.own);
  await user.query(session);
  await user.transaction(user.own);
  await watcher.stop();
}

function change(server: ScriptedServer, mood: Plan["mood"]): void {
  if (mood === "with another key") server.changeKey();
  if (mood === "without variables") server.moods.refusesVariables = true;
  if (mood === "too old") server.version = versions.tooOld;
}

/** A call that never comes to an end keeps nobody waiting here for more than this, in virtual milliseconds. */
const longest = 60_000;

async function until(told: Promise<void>, clock: VirtualClock): Promise<void> {
  let done = false;
  void told.then(() => {
    done = true;
  });
  while (!done && clock.now() < longest && (await clock.next(longest)));
}
