/** What a relay counts, by its place in the shared memory; and whether it is to cut after the next request. */
export const count = { made: 0, open: 1, cutting: 2 } as const;

/** What the thread of a relay is started with. */
export interface RelayStart {
  readonly host: string;
  readonly port: number;
  readonly counts: Int32Array;
}
