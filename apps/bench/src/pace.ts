import process from "node:process";

/** Milliseconds of one round. */
const roundLength = 300;

/** By which time a rate is counted: that of the wall, or that which the processor gave to this process. */
export type PaceClock = () => number;

export const wallTime: PaceClock = () => performance.now();

/** Stands still while others have the processor: what a busy machine hardly disturbs. */
export const processorTime: PaceClock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** How often a function can be called in a second. */
export function callsPerSecond(work: () => unknown, clock: PaceClock = wallTime): number {
  let calls = 0;
  let portion = 1;
  const start = clock();
  for (;;) {
    for (let call = 0; call < portion; call += 1) work();
    calls += portion;
    const passed = clock() - start;
    if (passed >= roundLength) return (calls * 1_000) / passed;
    // The clock is looked at every few milliseconds at least.
    portion = Math.max(1, Math.min(portion * 2, Math.floor((calls / Math.max(passed, 0.01)) * 5)));
  }
}

/** How many requests a second are answered while so many are in flight. */
export async function requestsPerSecond(
  inFlight: number,
  request: () => PromiseLike<unknown>,
  clock: PaceClock = wallTime,
): Promise<number> {
  let answered = 0;
  const [start, counted] = [performance.now(), clock()];
  const work = async (): Promise<void> => {
    do {
      await request();
      answered += 1;
    } while (performance.now() - start < roundLength);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return (answered * 1_000) / (clock() - counted);
}
