import type { Problem } from "./program-checker.ts";
import type { TypeFile } from "./type-files.ts";

/** What the page asks the compiler, and what that answers. */
export interface CompilerCalls {
  /** Gives the declarations, before the first check. */
  readonly files: { readonly given: readonly TypeFile[]; readonly answer: true };
  /** The module of a program, for a worker whose script has the address `runtime`. */
  readonly module: { readonly given: { readonly source: string; readonly runtime: string }; readonly answer: string };
  readonly check: { readonly given: string; readonly answer: readonly Problem[] };
  readonly typeAt: {
    readonly given: { readonly source: string; readonly position: number };
    readonly answer: string | undefined;
  };
}

/** One call of the page. */
export type CompilerCall = {
  [K in keyof CompilerCalls]: { readonly id: number; readonly kind: K; readonly given: CompilerCalls[K]["given"] };
}[keyof CompilerCalls];

/** What a call is answered with. */
export type CompilerResult = CompilerCalls[keyof CompilerCalls]["answer"];

/** The answer to a call; a refused program is told by its message. */
export type CompilerAnswer =
  | { readonly id: number; readonly answer: CompilerResult }
  | { readonly id: number; readonly refused: string };
