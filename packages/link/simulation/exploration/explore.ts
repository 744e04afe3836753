import { createHash } from "node:crypto";
import type { Action } from "./actions.ts";
import { ExploredWorld, type Surroundings } from "./explored-world.ts";
import { type Probe, probes } from "./probes.ts";

/** Of so many ways back to a known state one is followed further, to see whether it is the same state indeed. */
const COMPARED = 50;

/** How far to go, and where. */
export interface Exploration extends Surroundings {
  readonly actions: readonly Action[];
  /** States to visit at most. */
  readonly limit: number;
}

/** What was found. */
export interface Findings {
  readonly states: number;
  readonly transitions: number;
  /** How many things happened one after the other, at most. */
  readonly depth: number;
  /** Whether nothing is left to visit. */
  readonly isComplete: boolean;
  /** The first way to a broken promise, with what was broken. */
  readonly broken: readonly string[];
}

/** A state that was reached, by the shortest way to it. */
interface Visited {
  readonly from: Visited | undefined;
  readonly by: Action | undefined;
  readonly depth: number;
}

/**
 * Goes through every order of events, breadth first, until nothing new is found: what a link does next depends on
 * nothing but the state that was written down, so each state is left once by every event that is possible in it.
 *
 * A link cannot be copied, so every state is reached anew, from the beginning.
 */
export async function explore(exploration: Exploration): Promise<Findings> {
  const { actions, limit } = exploration;
  const start: Visited = { from: undefined, by: undefined, depth: 0 };
  const known = new Map([[digest((await reached(exploration, start)).key), start]]);
  const queue = [start];
  let transitions = 0;
  for (let next = 0; next < queue.length && known.size < limit; next += 1) {
    const state = queue[next] as Visited;
    const possible = await possibleIn(exploration, state);
    for (const by of actions.filter((_, at) => possible[at])) {
      transitions += 1;
      const after: Visited = { from: state, by, depth: state.depth + 1 };
      const world = await reached(exploration, after);
      if (world.promises.broken.length > 0) return found(world.promises.broken, after);
      const key = digest(world.key);
      const twin = known.get(key);
      if (twin !== undefined) {
        const alike = transitions % COMPARED !== 0 || (await goOnAlike(exploration, twin, after));
        if (!alike) return found([`same state: it goes on otherwise after ${wayTo(twin).join(" | ")}`], after);
        continue;
      }
      known.set(key, after);
      queue.push(after);
      for (const probe of probes) {
        const broken = await probed(exploration, after, probe);
        if (broken.length > 0) return found([`${probe.name}:`, ...broken], after);
      }
    }
  }

  function found(broken: readonly string[], at: Visited): Findings {
    return { ...summary(at), isComplete: false, broken: [...broken, `after ${wayTo(at).join(" | ")}`] };
  }

  function summary({ depth }: Visited): Pick<Findings, "states" | "transitions" | "depth"> {
    return { states: known.size, transitions, depth };
  }

  const last = queue.at(-1) as Visited;
  return { ...summary(last), isComplete: known.size < limit, broken: [] };
}

/** Whether two paths that seem to lead to one state cannot be distinguished by any later event. */
async function goOnAlike(exploration: Exploration, one: Visited, other: Visited): Promise<boolean> {
  return (await nextKeys(exploration, one)) === (await nextKeys(exploration, other));
}

async function nextKeys(exploration: Exploration, state: Visited): Promise<string> {
  const possible = await possibleIn(exploration, state);
  const keys: string[] = [];
  for (const by of exploration.actions.filter((_, at) => possible[at])) {
    const { key } = await reached(exploration, { from: state, by, depth: state.depth + 1 });
    keys.push(`${by.name}: ${key}`);
  }
  return keys.join();
}

async function possibleIn(exploration: Exploration, state: Visited): Promise<boolean[]> {
  const world = await reached(exploration, state);
  return exploration.actions.map((each) => each.isPossible(world));
}

async function probed(exploration: Exploration, state: Visited, probe: Probe): Promise<readonly string[]> {
  const world = await reached(exploration, state);
  await probe.run(world);
  return world.promises.broken;
}

/** A world in which all of that has happened. */
async function reached(exploration: Exploration, state: Visited): Promise<ExploredWorld> {
  const world = new ExploredWorld(exploration);
  for (const action of way(state)) await take(world, action);
  return world;
}

async function take(world: ExploredWorld, action: Action): Promise<void> {
  await action.happen(world);
  if (action.hasty === true) world.hasty.push(action.name);
  else await world.settle();
}

function way(state: Visited): Action[] {
  const actions: Action[] = [];
  for (let at: Visited | undefined = state; at?.by !== undefined; at = at.from) actions.push(at.by);
  return actions.reverse();
}

function wayTo(state: Visited): string[] {
  return way(state).map(({ name }) => name);
}

function digest(key: string): string {
  return createHash("sha1").update(key).digest("base64");
}
