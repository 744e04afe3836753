import { type AsyncStage, playAsync } from "./async-round.ts";
import { planRound } from "./round-plan.ts";

/** Seeds from the first on. */
export interface Rounds {
  readonly from: number;
  readonly count: number;
  /** How many rounds run at the same time. */
  readonly abreast?: number;
  /** Whether the connection of the watch breaks in some rounds. */
  readonly cuts: boolean;
}

/** Plays rounds with promises; returns those that went wrong, with their seeds. */
export async function playRounds(stage: AsyncStage, { from, count, cuts, abreast = 4 }: Rounds): Promise<string[]> {
  const wrong: string[] = [];
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < from + count) {
      const seed = next;
      next += 1;
      const fault = await playAsync(stage, planRound(seed, { cuts })).catch((error: Error) => String(error.stack));
      if (fault !== undefined) wrong.push(`seed ${seed}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  return wrong;
}
