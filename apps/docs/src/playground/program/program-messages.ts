import type { ShownTables } from "../followed-tables.ts";
import type { ShownAnswer } from "../shown-answer.ts";
import type { ShownError } from "../shown-error.ts";

/** What a program tells the page, ready to be drawn. */
export type ProgramMessage =
  | {
      readonly kind: "shown";
      readonly source: string;
      readonly answer: ShownAnswer;
      /** The value that the comment of the line gives, where it is another one. */
      readonly wrong?: string;
    }
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "tables"; readonly shown: ShownTables }
  | { readonly kind: "failed"; readonly error: ShownError }
  | { readonly kind: "done" };

/** What the page tells a program: to follow this table of its database, or with no name the first one. */
export interface FollowMessage {
  readonly follow: string;
}

/** What a program finds as the global `playground`. */
export interface PlaygroundGlobal {
  /** What can be imported, by name. */
  readonly modules: Readonly<Record<string, object>>;
  /** Tells the page a value and gives it back; `expected` evaluates what the comment of the line says. */
  shown<T>(source: string, value: T, expected?: () => unknown): T;
  /** Runs the program and tells the page how it ended. */
  run(program: () => Promise<void>): Promise<void>;
}
