import { SurrealError } from "surreal-sdk";
import type { Chapter } from "./chapter.ts";
import { Expectations } from "./expectations.ts";
import type { Narrator } from "./narrator.ts";
import type { Stage } from "./stage.ts";

/** How often a chapter is shown again after the connection was lost in the middle of it. */
const ATTEMPTS = 4;

/** How the tour went. */
export interface TourResult {
  readonly met: number;
  /** Each names the chapter and what was expected of it. */
  readonly missed: readonly string[];
}

/** Shows the chapters in order, and goes on with the next when one fails. */
export async function runTour(stage: Stage, chapters: readonly Chapter[], narrator: Narrator): Promise<TourResult> {
  const missed: string[] = [];
  let met = 0;
  for (const [index, chapter] of chapters.entries()) {
    narrator.chapter(index + 1, chapter.title);
    const shown = await showUntilUndisturbed(stage, chapter, narrator);
    met += shown.met;
    missed.push(...shown.missed.map((what) => `${chapter.title}: ${what}`));
    await patiently(() => stage.note(index + 1, chapter.title));
  }
  return { met, missed };
}

/** A lost connection is no failure of the chapter: it is shown again, on the connection that came back. */
async function showUntilUndisturbed(stage: Stage, chapter: Chapter, narrator: Narrator): Promise<TourResult> {
  for (let attempt = 1; ; attempt += 1) {
    const before = stage.reconnects;
    const result = await show(stage, chapter, narrator);
    if (result.missed.length === 0 || stage.reconnects === before || attempt === ATTEMPTS) return result;
    narrator.warn("The connection was lost in the middle of this and came back: once more.");
    await patiently(() => stage.prepare());
  }
}

async function show(stage: Stage, chapter: Chapter, narrator: Narrator): Promise<TourResult> {
  const expect = new Expectations(narrator);
  const missed: string[] = [];
  try {
    const scene = { stage, narrator, expect };
    if (stage.kind === "http" && chapter.refusals !== undefined) await chapter.refusals(scene);
    else await chapter.show(scene);
  } catch (error) {
    narrator.missed(`ended early: ${String(error)}`);
    missed.push(`ended early: ${error instanceof SurrealError ? String(error) : ((error as Error).stack ?? error)}`);
  }
  return { met: expect.met, missed: [...expect.missed, ...missed] };
}

/** Does again what may be done twice, while the connection is being lost and found. */
async function patiently(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const lost = error instanceof SurrealError && error.outcome !== "failed";
      if (!lost || attempt === ATTEMPTS) throw error;
    }
  }
}
