import { setTimeout as pause } from "node:timers/promises";
import type { AsyncSurreal, Watched } from "surreal-sdk";
import { asText, faultOf } from "./compare-rows.ts";
import type { PlanOptions, RoundPlan, Writers } from "./round-plan.ts";

type Connection = ReturnType<typeof AsyncSurreal>;
type Session = Awaited<ReturnType<Connection["newSession"]>>;

/** Where rounds take place. */
export interface AsyncStage {
  readonly plan: PlanOptions;
  /** The connection of the watch. */
  readonly watching: Connection;
  /** The connection of the writers, which does not break. */
  readonly writing: Connection;
  /** Breaks the connection of the watch. */
  cut(): void;
}

/** Milliseconds after which rows that are still wrong stay wrong. */
const patience = 20_000;

/**
 * Milliseconds after which a watch has read everything for the last time that no notification requests: with the late
 * commits, and before 3.3 when the server has renewed its list of live queries.
 */
export const aged = 4_500;
/** Milliseconds between the turns until then: other rounds need the processor. */
export const rest = 200;
/** What is written to a watch of that age. */
export const turnsWhenAged = 25;

/** Plays a round with promises; returns what was wrong. */
export async function playAsync(stage: AsyncStage, plan: RoundPlan): Promise<string | undefined> {
  await again(() => stage.writing.query(plan.setup));
  const session = await again(() => stage.watching.newSession());
  await again(() => session.use("watch", "watch"));
  await again(() => session.let("least", 3));
  if (plan.isUser) await again(() => signIn(session, false));
  const faults: string[] = [];
  const watch = session.watch(plan.target, plan.options);
  const first = signal();
  const reading = (async () => {
    let before: readonly unknown[] = [];
    for await (const item of watch) {
      const fault = faultOf(before, item as Watched);
      if (fault !== undefined && item.rows.length + before.length > 0) faults.push(fault);
      before = item.rows;
      first.give();
    }
  })();
  reading.catch((error: unknown) => first.fail(error));
  if (!plan.writesAtOnce) await first.given;
  const seen = await turn({ stage, session, watch, plan }, plan.writers, plan);
  if (seen !== undefined) faults.push(seen);
  else if (plan.isAged) faults.push(...(await whenAged({ stage, session, watch, plan })));
  await watch.close();
  await reading;
  await session.closeSession().catch(() => undefined);
  await again(() => stage.writing.query(plan.cleanup));
  return faults[0];
}

/** A round that is being played. */
interface Playing {
  readonly stage: AsyncStage;
  readonly session: Session;
  readonly watch: ReturnType<Session["watch"]>;
  readonly plan: RoundPlan;
}

/** What disturbs the watch while the writers write. */
export type Disturbance = Pick<RoundPlan, "cuts" | "signins">;

/** Writes on, until only notifications can have made the rows right; returns what was wrong. */
async function whenAged(playing: Playing): Promise<string[]> {
  const start = Date.now();
  for (let left = turnsWhenAged; left > 0; ) {
    const isAged = Date.now() - start > aged;
    const seen = await turn(playing, playing.plan.more(), { cuts: [], signins: [] });
    if (seen !== undefined) return [`${Date.now() - start} ms later ${seen}`];
    if (isAged) left -= 1;
    else await pause(rest);
  }
  return [];
}

/** Writes, and returns how the rows differ from a SELECT thereafter. */
async function turn(playing: Playing, writers: Writers, disturbance: Disturbance): Promise<string | undefined> {
  const { session, watch, plan } = playing;
  await write(playing, writers, disturbance);
  const { links: _, limit, start = 0, ...clauses } = plan.options;
  const truth = await again(() => session.select(plan.target as string, clauses) as Promise<unknown>);
  // Cut here, so that a server that cuts before it sorts is noticed.
  const list = toList(truth).slice(start, limit === undefined ? undefined : start + limit);
  const wanted = asText(list, plan.options.orderBy !== undefined);
  await settled(watch, wanted, plan);
  await again(() => session.query("RETURN 1; RETURN 2"));
  // Rows that were right by chance, before a read of earlier changes was answered, have to become right again.
  const seen = await settled(watch, wanted, plan);
  return seen === wanted ? undefined : `the rows are\n${seen}\nand SELECT returns\n${wanted}`;
}

/** A promise that is settled from outside. */
function signal(): { readonly given: Promise<void>; give(): void; fail(error: unknown): void } {
  let give = (): void => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const given = new Promise<void>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  given.catch(() => undefined);
  return { given, give: () => give(), fail: (error) => fail(error) };
}

/** Resolves when the rows are as wanted, or stay wrong. */
function settled(watch: ReturnType<Session["watch"]>, wanted: string, { options }: RoundPlan): Promise<string> {
  return new Promise((resolve) => {
    let seen = "";
    const timer = setTimeout(() => finish(), patience);
    const finish = (): void => {
      clearTimeout(timer);
      queueMicrotask(() => unsubscribe());
      resolve(seen);
    };
    const unsubscribe = watch.subscribe(({ rows, status, error }) => {
      seen = error === undefined ? asText(rows, options.orderBy !== undefined) : `ended with ${error}`;
      if (status === "ended" || (status === "current" && seen === wanted)) finish();
    });
  });
}

async function write(
  { stage, session, plan }: Playing,
  writers: Writers,
  { cuts, signins }: Disturbance,
): Promise<void> {
  const identities: Promise<void>[] = [];
  await Promise.all(
    writers.map(async (queries, writer) => {
      for (const [index, query] of queries.entries()) {
        if (writer === 0 && cuts.includes(index)) stage.cut();
        if (writer === 0 && signins.includes(index)) identities.push(again(() => signIn(session, !plan.isUser)));
        await again(() => stage.writing.query(query));
      }
    }),
  );
  await Promise.all(identities);
}

async function signIn(session: Session, all: boolean): Promise<void> {
  const variables = { name: all ? "all" : "half" };
  await session.signin({ namespace: "watch", database: "watch", access: "reader", variables });
}

/** Writers conflict with each other, and the connection of the watch breaks: then they try again. */
async function again<T>(act: () => PromiseLike<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 50) throw error;
    }
  }
}

function toList(found: unknown): unknown[] {
  if (Array.isArray(found)) return found;
  return found === undefined ? [] : [found];
}
