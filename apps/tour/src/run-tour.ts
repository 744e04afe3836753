import { SurrealError, TransportError } from "surreal-sdk";
import type { Chapter } from "./chapter.ts";
import { Expectations } from "./expectations.ts";
import type { Narrator } from "./narrator.ts";
import type { Part } from "./play.ts";
import type { Stage } from "./stage.ts";

/** How often a chapter is shown again after the connection was lost in the middle of it. */
const ATTEMPTS = 4;

/** How often the way to the server is tried in between, a tenth of a second apart. */
const PATIENCE = 50;

/** How the tour went. */
export interface TourResult {
  readonly met: number;
  /** Each names the chapter and what was expected of it. */
  readonly missed: readonly string[];
}

interface ChapterResult extends TourResult {
  /** Whether it ended because a request was lost on its way. */
  readonly lost: boolean;
}

/** Shows the chapters in order, and goes on with the next when one fails. */
export function* runTour(stage: Stage, chapters: readonly Chapter[], narrator: Narrator): Part<TourResult> {
  const missed: string[] = [];
  let met = 0;
  for (const [index, chapter] of chapters.entries()) {
    narrator.chapter(index + 1, chapter.title);
    const shown = yield* showUntilUndisturbed(stage, chapter, narrator);
    met += shown.met;
    missed.push(...shown.missed.map((what) => `${chapter.title}: ${what}`));
    yield* patiently(stage, () => stage.note(index + 1, chapter.title));
  }
  return { met, missed };
}

/** A lost connection is not a failure of the chapter: it is shown again, on the connection that came back. */
function* showUntilUndisturbed(stage: Stage, chapter: Chapter, narrator: Narrator): Part<TourResult> {
  for (let attempt = 1; ; attempt += 1) {
    const before = stage.reconnects;
    const result = yield* show(stage, chapter, narrator);
    const disturbed = result.lost || stage.reconnects !== before;
    if (result.missed.length === 0 || !disturbed || attempt === ATTEMPTS) return result;
    narrator.warn("The connection was lost in the middle of this and came back: once more.");
    yield* patiently(stage, () => stage.prepare());
  }
}

function* show(stage: Stage, chapter: Chapter, narrator: Narrator): Part<ChapterResult> {
  const expect = new Expectations(narrator);
  const missed: string[] = [];
  let lost = false;
  try {
    const scene = { stage, narrator, expect };
    if (stage.kind === "http" && chapter.refusals !== undefined) yield* chapter.refusals(scene);
    else yield* chapter.show(scene);
  } catch (error) {
    lost = isLoss(error);
    if (lost) narrator.warn(`ended early: ${String(error)}`);
    else narrator.missed(`ended early: ${String(error)}`);
    missed.push(`ended early: ${error instanceof SurrealError ? String(error) : ((error as Error).stack ?? error)}`);
  }
  return { met: expect.met, missed: [...expect.missed, ...missed], lost };
}

/** Whether a request failed on the way, and not because of what it asked for. */
function isLoss(error: unknown): boolean {
  if (!(error instanceof SurrealError)) return false;
  return error.outcome === "unknown" || (error.outcome === "not_sent" && error instanceof TransportError);
}

/** Does again what may be done twice, for as long as a server may need to come back. */
function* patiently(stage: Stage, act: () => Part<void>): Part<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* act();
    } catch (error) {
      if (!isLoss(error) || attempt === PATIENCE) throw error;
    }
    yield* stage.pause(100);
  }
}
