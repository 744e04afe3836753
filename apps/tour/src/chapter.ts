import type { Expectations } from "./expectations.ts";
import type { Narrator } from "./narrator.ts";
import type { Part } from "./play.ts";
import type { Stage } from "./stage.ts";

/** What a chapter works with. */
export interface Scene {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly expect: Expectations;
}

/** One thing the tour shows. It cleans up what an earlier, interrupted run of it left behind. */
export interface Chapter {
  readonly title: string;
  show(scene: Scene): Part<void>;
  /** What is shown instead over HTTP, where the server has no equivalent. */
  refusals?(scene: Scene): Part<void>;
}
