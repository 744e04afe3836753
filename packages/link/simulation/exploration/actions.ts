import { ConnectionLostError, ConnectionUnavailableError, TlsError } from "@surreal-sdk/transport";
import { answerFrame } from "../plain-framing.ts";
import type { Opening } from "../scripted-engine.ts";
import type { ExploredConnection } from "./explored-engine.ts";
import { type ExploredWorld, type Reaction, STREAM_TIMEOUT } from "./explored-world.ts";

/** One thing that can happen. */
export interface Action {
  readonly name: string;
  /** Something else can happen before promises have run. */
  readonly hasty?: boolean;
  isPossible(world: ExploredWorld): boolean;
  happen(world: ExploredWorld): unknown;
}

/** How many requests are open at the same time, and how many the server keeps in mind. */
const OPEN = 2;
const IN_FLIGHT = 3;
/** Two of them are more than may wait for their caller. */
const PART = ":".repeat(600_000);
/** After so many bytes no request is let through. */
const CONGESTED = 32 * 1024 * 1024;

function action(name: string, isPossible: Action["isPossible"], happen: Action["happen"]): Action {
  return { name, isPossible, happen };
}

function always(): boolean {
  return true;
}

/** Something that happens to the connection. */
function onConnection(
  name: string,
  happen: (connection: ExploredConnection, world: ExploredWorld) => void,
  isPossible: (connection: ExploredConnection) => boolean = always,
): Action {
  return action(
    name,
    ({ engine: { connection } }) => connection !== undefined && isPossible(connection),
    (world) => happen(world.engine.connection as ExploredConnection, world),
  );
}

/** An end of the attempt to open a connection. */
function onOpening(name: string, end: (world: ExploredWorld, opening: Opening) => void): Action {
  return action(
    name,
    ({ engine }) => engine.opening !== undefined,
    (world) => end(world, world.engine.opening as Opening),
  );
}

function hasRoom({ promises, engine }: ExploredWorld): boolean {
  return promises.open.length < OPEN && (engine.connection?.inFlight.size ?? 0) < IN_FLIGHT;
}

function asking(name: string, timeout: number, facts: Parameters<ExploredWorld["request"]>[1]): Action {
  return action(name, hasRoom, (world) => world.request(timeout, facts));
}

/** A query that is answered with parts, and what can happen to it. */
export const streams: readonly Action[] = [
  asking("streamed query", STREAM_TIMEOUT, { streamed: true }),
  action(
    "answer the oldest query with a part",
    ({ engine }) => engine.connection?.running !== undefined,
    ({ engine: { connection } }) => connection?.sendPart(PART),
  ),
  action(
    "take a part",
    ({ promises }) => promises.open.some(({ untaken }) => untaken > 0),
    (world) => world.take(),
  ),
];

export const time: Action = action(
  "time passes",
  ({ clock }) => clock.timers > 0,
  (world) => world.pass(),
);

export const requests: readonly Action[] = [
  asking("request", 3_000, {}),
  asking("state change", 2_000, { exclusive: true }),
];

/** One request at a time. */
export const loneRequest: Action = action(
  "request alone",
  (world) => world.promises.open.length === 0 && hasRoom(world),
  (world) => world.request(2_000, {}),
);

export const transactions: readonly Action[] = [asking("request in a transaction", 2_000, { transaction: "t" })];

export const cancels: readonly Action[] = [0, -1].map((at) =>
  action(
    at === 0 ? "cancel the oldest" : "cancel the newest",
    ({ promises }) => promises.open.length > (at === 0 ? 0 : 1),
    ({ promises, link }) => link.cancel(promises.open.at(at)?.ticket ?? 0),
  ),
);

export const connects: readonly Action[] = [
  action(
    "connect",
    ({ promises }) => promises.waiting.connect < 1,
    (world) => world.connect(),
  ),
];

export const closes: readonly Action[] = [0, 1_000].map((drain) =>
  action(
    `close, drain ${drain}`,
    ({ promises }) => promises.waiting.close < 2,
    (world) => world.close(drain),
  ),
);

export const openings: readonly Action[] = [
  onOpening("accept", ({ engine }, opening) => engine.accept(opening)),
  onOpening("refuse", ({ engine }, opening) =>
    engine.refuse(opening, new ConnectionUnavailableError("refused", { outcome: "not_sent" })),
  ),
  onOpening("refuse for good", ({ engine }, opening) =>
    engine.refuse(opening, new TlsError("bad certificate", { outcome: "not_sent" })),
  ),
  action(
    "accept what was given up",
    ({ engine }) => engine.forgotten !== undefined,
    ({ engine }) => engine.accept(engine.forgotten as Opening),
  ),
];

export const answers: readonly Action[] = [0, -1].map((at) =>
  onConnection(
    at === 0 ? "answer the oldest" : "answer the newest",
    ({ inFlight }, world) => world.answer([...inFlight.keys()].at(at) as string, "R"),
    ({ inFlight }) => inFlight.size > (at === 0 ? 0 : 1),
  ),
);

export const cuts: readonly Action[] = [
  onConnection("cut", (connection) => connection.end(new ConnectionLostError("cut"))),
  onConnection(
    "take nothing any more",
    (connection) => {
      connection.takes = "nothing";
    },
    ({ takes }) => takes === "everything",
  ),
  onConnection(
    "close as asked",
    ({ finish }) => finish?.(),
    ({ finish }) => finish !== undefined,
  ),
];

export const oddities: readonly Action[] = [
  onConnection("end without a reason", (connection) => connection.end(undefined)),
  onConnection("garble", ({ context }) => context.listener.received(answerFrame("?", ""))),
  onConnection(
    "break at the next request",
    (connection) => {
      connection.takes = "perhaps";
    },
    ({ takes }) => takes === "everything",
  ),
  onConnection(
    "take again",
    (connection) => {
      connection.takes = "everything";
    },
    ({ takes }) => takes === "perhaps",
  ),
];

/** The server cannot read a request, and does not say which. */
export const orphans: readonly Action[] = [0, -1].map((at) =>
  onConnection(
    at === 0 ? "fail to read the oldest" : "fail to read the newest",
    ({ context, inFlight }) => {
      const [id, text] = [...inFlight].at(at) as [string, string];
      inFlight.delete(id);
      context.listener.received(answerFrame("O", "", `:${text}`));
    },
    ({ inFlight }) => inFlight.size > (at === 0 ? 0 : 1),
  ),
);

/** One exchange for each request: answers come with their request, and one may fail alone. */
export const failures: readonly Action[] = [
  onConnection(
    "fail the oldest",
    ({ context, inFlight }) => {
      const id = [...inFlight.keys()][0] as string;
      inFlight.delete(id);
      context.listener.failed(id, new ConnectionLostError("broken off", { outcome: "unknown" }));
    },
    ({ inFlight }) => inFlight.size > 0,
  ),
];

export const life: readonly Action[] = [onConnection("show life", ({ context }) => context.listener.alive())];

export const congestion: readonly Action[] = [CONGESTED, 0].map((bytes) =>
  onConnection(
    bytes === 0 ? "take bytes again" : "take no bytes",
    (connection) => {
      connection.bufferedBytes = bytes;
    },
    ({ bufferedBytes }) => bufferedBytes !== bytes,
  ),
);

const replays = [
  { label: "a", rank: 1 },
  { label: "b", rank: 2 },
];

export const restoring: readonly Action[] = [
  ...replays.map(({ label, rank }) => action(`set ${label}`, always, (world) => world.setReplay(label, rank))),
  ...replays.map(({ label }) =>
    action(
      `remove ${label}`,
      ({ promises }) => promises.wanted.has(label),
      (world) => world.removeReplay(label),
    ),
  ),
  onConnection(
    "refuse the oldest",
    ({ inFlight }, world) => world.answer([...inFlight.keys()][0] as string, "E"),
    ({ inFlight }) => [...inFlight.values()][0]?.startsWith("p") === true,
  ),
  ...(["drop", "drop and fail", "replace"] as const).map((how) =>
    action(
      `${how} what was refused`,
      ({ refused }) => refused.size > 0,
      (world) => world.judge([...world.refused.keys()][0] as string, how),
    ),
  ),
];

export const reactions: readonly Action[] = (["request", "connect", "close", "cancel"] as const).map((what: Reaction) =>
  action(
    `let a callback ${what}`,
    ({ reaction }) => reaction === undefined,
    (world) => {
      world.reaction = what;
    },
  ),
);

/** How much can happen before promises run. */
const HASTE = 3;

/** The same, but promises do not run before the next thing happens. */
export function hastily(actions: readonly Action[]): Action[] {
  return actions.map((each) => ({
    ...each,
    name: `${each.name}, and at once`,
    hasty: true,
    isPossible: (world) => world.hasty.length < HASTE && each.isPossible(world),
  }));
}

/** How much later than it was due the link's timer fires. Reading what came meanwhile takes 50 ms more. */
export const sleep: readonly Action[] = [950, 4_950].map((late) =>
  action(
    `stand still for ${late} ms`,
    ({ clock, dueIn }) => clock.now() % 1_000 === 0 && dueIn !== undefined,
    (world) => world.sleep((world.dueIn ?? 0) + late),
  ),
);
