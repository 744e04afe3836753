import { VirtualClock } from "@surreal-sdk/link/simulation";
import { platformTime } from "@surreal-sdk/transport/toolkit";

/** Milliseconds since 1970 at which every world begins. */
const beginning = 1_700_000_000_000;

/** The world that is running: its clock is what the time of the runtime shows. */
let current: VirtualClock | undefined;
const realNow = performance.now.bind(performance);
const realDate = Date.now.bind(Date);
// Installed before anything else is loaded, so that modules which keep these functions keep the ones of the world.
performance.now = () => current?.now() ?? realNow();
Date.now = () => (current === undefined ? realDate() : beginning + current.now());
// In a process that runs other tests as well, the packages may have been loaded before, and have kept the real ones.
platformTime.now = () => performance.now();
platformTime.dateNow = () => Date.now();

/** Runs a world whose time is all there is. Worlds run one after the other. */
export async function inVirtualTime<T>(run: (clock: VirtualClock) => Promise<T>): Promise<T> {
  const clock = new VirtualClock();
  current = clock;
  // Stacks of errors cost more than all the rest of a world, and are not read.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await run(clock);
  } finally {
    current = undefined;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
