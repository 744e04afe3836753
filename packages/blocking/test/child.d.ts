/** How a script ended. */
export interface Ended {
  readonly lines: readonly string[];
  readonly errors: string;
  readonly code: number | null;
  readonly signal: string | null;
}
/** Runs a script in a process of its own. `signal` is sent to it once it has written a line. */
export declare function runChild(
  script: string,
  {
    flags,
    signal,
  }?: {
    readonly flags?: readonly string[];
    readonly signal?: NodeJS.Signals;
  },
): Promise<Ended>;
//# sourceMappingURL=child.d.ts.map
