import type { User } from "./user.ts";
import type { Watch, Watcher } from "./watcher.ts";

/** How long a connection takes at most to be restored and to tell what was missed, when nothing goes wrong. */
const recovery = 3_000;
/** Longer than change feeds remember. */
const quiet = 13_000;

/**
 * Breaks the connection again and again while nothing else goes wrong: a live query that promises to tell what it missed
 * tells all of it, in order, every time.
 */
export async function feedOrdeal(user: User, watcher: Watcher): Promise<void> {
  // Where tokens live no longer than it takes to read a feed, each read waits for another renewal.
  if (user.world.server.tokenLife < recovery) return;
  const watches = watcher.running.filter(
    ({ resync, session }) => resync === "changes" && session.wanted.host === user.world.host,
  );
  for (const watch of watches) await tryOne(user, watch);
}

async function tryOne(user: User, watch: Watch): Promise<void> {
  const { world } = user;
  const { account, told } = watch;
  const [place, ...others] = account.wanted.place.at(account.order);
  if (place === undefined || others.length > 0) return;
  const database = world.server.database(place);
  for (let round = 0; round < 4; round += 1) {
    if (!isRunning(user, account.marker)) return;
    const before = told.length;
    const writes = [database.write(account.marker, 1, false)];
    await user.pause(200);
    for (const connection of world.server.connections) connection.cut("ordeal");
    writes.push(database.write(account.marker, 2, false));
    await user.pause(round === 2 ? quiet : recovery);
    if (!isRunning(user, account.marker)) return;
    const heard = told.slice(before).join(", ");
    // What the weather before it has left behind may cost one gap.
    if (round > 0 && heard !== writes.join(", "))
      world.ledger.violate("what was missed is told", `${account.marker} told ${heard} of ${writes.join(", ")}`);
  }
}

function isRunning(user: User, table: string): boolean {
  const { server } = user.world;
  return [...server.connections].some(({ peer }) =>
    [...peer.lives.values()].some((live) => live.table === table && Date.now() < live.expires),
  );
}
