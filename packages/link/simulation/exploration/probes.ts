import type { ExploredWorld } from "./explored-world.ts";

/** More than any link needs to come to rest. */
const ENOUGH = 200;

/** What must be possible from every state. */
export interface Probe {
  readonly name: string;
  run(world: ExploredWorld): Promise<void>;
}

/** From every state a link can be closed, by time alone; and everything ends, whether the peer answers or not. */
export const probes: readonly Probe[] = [
  {
    name: "closed there and then",
    async run(world) {
      judgeStreams(world);
      await close(world);
    },
  },
  {
    name: "left alone, with nobody who answers",
    async run(world) {
      await world.settle();
      while (world.take());
      await rest(world);
      for (const { text } of world.promises.open) world.promises.violate("settles once", `${text} waits for ever`);
      const { connect } = world.promises.waiting;
      if (connect > 0) world.promises.violate("settles once", "connect() waits for ever");
      await close(world);
    },
  },
  {
    name: "with everybody willing",
    async run(world) {
      await world.settle();
      world.reaction = undefined;
      const { connection } = world.engine;
      if (connection !== undefined && connection.takes !== "everything") connection.end(undefined);
      world.connect();
      await beWilling(world);
      const before = world.promises.broken.length;
      // Longer than an answer that was lost keeps a session waiting.
      world.request(20_000, {});
      const account = [...world.promises.accounts.values()].at(-1);
      await beWilling(world);
      if (account?.end.startsWith("R") !== true) world.promises.violate("comes back", `no answer, but ${account?.end}`);
      if (world.promises.broken.length === before) await close(world);
    },
  },
];

/** What no caller waits for any more is stopped. */
function judgeStreams({ engine: { connection }, promises }: ExploredWorld): void {
  if (connection?.takes !== "everything" || connection.finish !== undefined) return;
  for (const id of connection.parts.keys()) {
    const text = connection.inFlight.get(id);
    const isOver = text !== undefined && promises.accounts.get(text)?.endedAt !== undefined;
    if (isOver && !connection.stopped.has(id)) promises.violate("stops streams", `${text} runs on`);
  }
}

/** Closes, while the other side does nothing. */
async function close(world: ExploredWorld): Promise<void> {
  world.reaction = undefined;
  world.close(0);
  await world.settle();
  await rest(world);
  const { clock, engine, link, promises } = world;
  promises.judgeEnd({
    timers: clock.timers,
    "timers that hold the process": clock.held.size,
    requests: link.pending,
    "open connections": engine.connections.filter(({ isOpen }) => isOpen).length,
    "attempts that nobody has given up": engine.opening === undefined ? 0 : 1,
  });
  if (link.status !== "closed") promises.violate("nothing left", `the status is ${link.status}`);
}

/** Lets time pass until nothing is to be done by itself. */
async function rest(world: ExploredWorld): Promise<void> {
  for (let count = 0; world.clock.timers > 0; count += 1) {
    if (count === ENOUGH) {
      world.promises.violate("comes to rest", `${ENOUGH} timers and no end`);
      return;
    }
    await world.pass();
  }
}

/** The peer accepts, answers, judges and closes, as long as there is something to do, until no caller waits. */
async function beWilling(world: ExploredWorld): Promise<void> {
  const { engine, refused, promises } = world;
  for (let count = 0; count < ENOUGH; count += 1) {
    await world.settle();
    while (world.take());
    const { connection, opening } = engine;
    const [id] = connection?.inFlight.keys() ?? [];
    if (connection?.finish !== undefined) connection.finish();
    else if (id !== undefined) world.answer(id, "R");
    else if (opening !== undefined) engine.accept(opening);
    else if (refused.size > 0) world.judge([...refused.keys()][0] as string, "drop");
    else if (promises.open.length === 0 && promises.waiting.connect === 0 && promises.waiting.close === 0) return;
    else if (!(await world.pass())) break;
    if (connection !== undefined) connection.bufferedBytes = 0;
  }
  promises.violate("comes back", "the peer is willing, and somebody still waits");
}
