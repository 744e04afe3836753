import type { BridgeKind } from "./world.ts";

/** A rule of a client broken on purpose, in its source. */
export interface Sabotage {
  /** What the broken client does. */
  readonly name: string;
  /** The promise that it breaks, as the ledger calls it. */
  readonly breaks: string;
  /** In which kind of world that shows. */
  readonly kind: BridgeKind;
  /** The end of the path of the source that is changed. */
  readonly file: string;
  /** What is written there, and what in its place. */
  readonly changes: readonly (readonly [from: string, to: string])[];
}

/** Clients that break one rule each; a simulation that passes one of them proves nothing. */
export const sabotages: readonly Sabotage[] = [
  {
    name: "restores no variables",
    breaks: "the session is what calls made it",
    kind: "direct",
    file: "core/src/session/replays.ts",
    changes: [
      ["recordReplay(context, `let ${name}`", "if (context.scope === undefined) recordReplay(context, `let ${name}`"],
    ],
  },
];
