import { type AsyncStage, playAsync } from "./async-round.ts";
import { type BlockingStage, playBlocking } from "./blocking-round.ts";
import { planRound, type RoundPlan } from "./round-plan.ts";

/** Seeds from the first on. */
export interface Rounds {
  readonly from: number;
  readonly count: number;
}

/** How many rounds run at the same time where they can. */
const abreast = 4;

/** Plays rounds with promises; returns those that went wrong, with their seeds. */
export async function playRounds(stage: AsyncStage, { from, count }: Rounds): Promise<string[]> {
  const wrong: string[] = [];
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < from + count) {
      const plan = planRound(next, stage.plan);
      next += 1;
      const fault = await playAsync(stage, plan).catch(toText);
      if (fault !== undefined) wrong.push(report(plan, fault));
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  return wrong;
}

/** Plays rounds by blocking; returns those that went wrong, with their seeds. */
export function playBlockingRounds(stage: BlockingStage, { from, count }: Rounds): string[] {
  const wrong: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const plan = planRound(seed, stage.plan);
    const fault = attempt(() => playBlocking(stage, plan));
    if (fault !== undefined) wrong.push(report(plan, fault));
  }
  return wrong;
}

function report({ seed, options, target }: RoundPlan, fault: string): string {
  return `seed ${seed}, watch(${target}, ${JSON.stringify({ ...options, where: options.where?.text })}): ${fault}`;
}

function attempt(play: () => string | undefined): string | undefined {
  try {
    return play();
  } catch (error) {
    return toText(error);
  }
}

function toText(error: unknown): string {
  return error instanceof Error ? String(error.stack) : String(error);
}
