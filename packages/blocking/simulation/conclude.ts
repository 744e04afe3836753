import { settled, type VirtualClock } from "@surreal-sdk/link/simulation";
import type { Script } from "./script.ts";
import type { World } from "./world.ts";

/** How long everything has to come to rest. */
const calmTime = 7_000;

/** Lets a world come to rest, asks once more whether all is as it should be, closes, and judges. */
export async function conclude(world: World, script: Script, clock: VirtualClock): Promise<void> {
  const { ledger, judge } = world;
  script.calm();
  await clock.advance(calmTime);
  const ordeal = script.ordeal();
  while (!(await isDone(ordeal)) && (await clock.next()));
  void script.askAll();
  await clock.advance(calmTime);
  // A thread that blocks hears only now of what has failed meanwhile, and asks for it again.
  void script.user.connect();
  await clock.advance(calmTime);
  judge.judgeEnds(world.servers.values());
  void script.user.close();
  await clock.advance(calmTime);
  await settled();
  if (script.user.unsettled > 0) ledger.violate("every promise settles", `${script.user.unsettled} did not`);
  const open = [...world.servers.values()].reduce((sum, { connections }) => sum + connections.size, 0);
  if (open > 0) ledger.violate("nothing left", `${open} connections after close()`);
  if (clock.timers > 0) ledger.violate("nothing left", `${clock.timers} timers after close()`);
  judge.close();
}

async function isDone(promise: Promise<void>): Promise<boolean> {
  const pending = Symbol("pending");
  return (await Promise.race([promise, settled().then(() => pending)])) !== pending;
}
