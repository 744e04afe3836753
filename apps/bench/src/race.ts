import { Entrant, type Entry } from "./entrant.ts";

/** The figures of all rounds, by contestant. */
export type Figures<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/** How long a race is. */
export interface RaceLength {
  readonly rounds: number;
  /** Rounds before those that count, in which the contestants warm up. */
  readonly warmUp?: number;
}

/**
 * Lets contestants, each in a process of its own, work in turn, round by round: whatever else the machine does
 * meanwhile meets all of them. Who begins changes with every round.
 */
export async function race<Name extends string>(
  entries: Readonly<Record<Name, Entry>>,
  { rounds, warmUp = 2 }: RaceLength,
): Promise<Figures<Name>> {
  const names = Object.keys(entries) as Name[];
  const entrants = new Map<Name, Entrant>();
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  try {
    for (const name of names) entrants.set(name, await Entrant.start(entries[name]));
    for (let round = -warmUp; round < rounds; round += 1) {
      for (const name of rotated(names, round + warmUp)) {
        const figure = await (entrants.get(name) as Entrant).round();
        if (round >= 0) figures[name].push(figure);
      }
    }
    await Promise.all([...entrants.values()].map((entrant) => entrant.end()));
  } catch (error) {
    for (const entrant of entrants.values()) entrant.kill();
    throw error;
  }
  return figures;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
