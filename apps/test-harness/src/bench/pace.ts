/** Milliseconds of one round. */
const roundLength = 300;

/** How often a function can be called in a second. */
export function callsPerSecond(work: () => unknown): number {
  let calls = 0;
  let portion = 1;
  const start = performance.now();
  for (;;) {
    for (let call = 0; call < portion; call += 1) work();
    calls += portion;
    const passed = performance.now() - start;
    if (passed >= roundLength) return (calls * 1_000) / passed;
    // The clock is looked at every few milliseconds at least.
    portion = Math.max(1, Math.min(portion * 2, Math.floor((calls / passed) * 5)));
  }
}

/** How many requests a second are answered while so many are in flight. */
export async function requestsPerSecond(inFlight: number, request: () => PromiseLike<unknown>): Promise<number> {
  let answered = 0;
  const start = performance.now();
  const work = async (): Promise<void> => {
    do {
      await request();
      answered += 1;
    } while (performance.now() - start < roundLength);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return (answered * 1_000) / (performance.now() - start);
}
