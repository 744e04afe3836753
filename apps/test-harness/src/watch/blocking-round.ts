import type { Surreal, Watched } from "surreal-sdk";
import { aged, type Disturbance, rest, turnsWhenAged } from "./async-round.ts";
import { asText, faultOf } from "./compare-rows.ts";
import type { PlanOptions, RoundPlan, Writers } from "./round-plan.ts";

type Connection = ReturnType<typeof Surreal>;
type Session = ReturnType<Connection["newSession"]>;

/** Where rounds take place that block the thread. */
export interface BlockingStage {
  readonly plan: PlanOptions;
  readonly watching: Connection;
  readonly writing: Connection;
  cut(): void;
}

/** Milliseconds after which rows that are still wrong stay wrong. */
const patience = 20_000;

/** Plays a round by blocking; returns what was wrong. */
export function playBlocking(stage: BlockingStage, plan: RoundPlan): string | undefined {
  again(() => stage.writing.query(plan.setup).execute());
  const session = again(() => stage.watching.newSession());
  again(() => session.use("watch", "watch"));
  again(() => session.let("least", 3));
  if (plan.isUser) again(() => signIn(session, false));
  const faults: string[] = [];
  using watch = session.watch(plan.target, { ...plan.options, timeout: patience });
  const loop = watch[Symbol.iterator]();
  const isOrdered = plan.options.orderBy !== undefined;
  let rows: readonly unknown[] = [];
  const next = (): boolean => {
    const { done, value } = loop.next();
    if (done === true) return false;
    const fault = faultOf(rows, value as Watched);
    if (fault !== undefined && rows.length + value.rows.length > 0) faults.push(fault);
    rows = value.rows;
    return true;
  };
  const turn = (writers: Writers, disturbance: Disturbance): string | undefined => {
    write(stage, session, { isUser: plan.isUser, writers, ...disturbance });
    const { links: _, limit, start = 0, ...clauses } = plan.options;
    const found: unknown = again(() => session.select(plan.target as string, clauses));
    const all = Array.isArray(found) ? found : found === undefined ? [] : [found];
    // Cut here, so that a server that cuts before it sorts is noticed.
    const list = all.slice(start, limit === undefined ? undefined : start + limit);
    const wanted = asText(list, isOrdered);
    if (isFirst) next();
    while (asText(rows, isOrdered) !== wanted) if (!next()) break;
    const seen = asText(rows, isOrdered);
    return seen === wanted ? undefined : `the rows are\n${seen}\nand SELECT returns\n${wanted}`;
  };
  let isFirst = plan.writesAtOnce;
  if (!isFirst) next();
  const seen = turn(plan.writers, plan);
  isFirst = false;
  if (seen !== undefined) faults.push(seen);
  else if (plan.isAged) faults.push(...whenAged(() => turn(plan.more(), { cuts: [], signins: [] })));
  loop.return();
  session.closeSession();
  again(() => stage.writing.query(plan.cleanup).execute());
  return faults[0];
}

/** Writes on, until only notifications can have made the rows right; returns what was wrong. */
function whenAged(turn: () => string | undefined): string[] {
  const start = Date.now();
  for (let left = turnsWhenAged; left > 0; ) {
    const isAged = Date.now() - start > aged;
    const seen = turn();
    if (seen !== undefined) return [`${Date.now() - start} ms later ${seen}`];
    if (isAged) left -= 1;
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, rest);
  }
  return [];
}

/** The queries of all writers, those of the same turn at once. */
function write(
  stage: BlockingStage,
  session: Session,
  plan: Pick<RoundPlan, "writers" | "isUser"> & Disturbance,
): void {
  const turns = Math.max(...plan.writers.map((queries) => queries.length));
  for (let turn = 0; turn < turns; turn += 1) {
    const queries = plan.writers.flatMap((writer) => writer[turn] ?? []);
    if (plan.cuts.includes(turn)) stage.cut();
    if (plan.signins.includes(turn)) again(() => signIn(session, !plan.isUser));
    // Writers conflict with each other: then one after the other tries again.
    try {
      stage.writing.batch((batch) => queries.map((query) => batch.query(query).execute()));
    } catch {
      for (const query of queries) again(() => stage.writing.query(query).execute());
    }
  }
}

function signIn(session: Session, all: boolean): void {
  const variables = { name: all ? "all" : "half" };
  session.signin({ namespace: "watch", database: "watch", access: "reader", variables });
}

function again<T>(act: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return act();
    } catch (error) {
      if (attempt === 50) throw error;
    }
  }
}
