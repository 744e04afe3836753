import {
  and,
  BoundExcluded,
  BoundIncluded,
  contains,
  gt,
  isNone,
  lte,
  or,
  Range,
  RecordId,
  raw,
  surql,
  type WatchOptions,
} from "surreal-sdk";
import { Seeded } from "./seeded.ts";

/** The queries of each writer. */
export type Writers = readonly (readonly string[])[];

/** How the rounds of a place differ. */
export interface PlanOptions {
  /** Whether the connection of the watch breaks in some rounds. */
  readonly cuts: boolean;
  /** Whether statements are always in a transaction, where there are several in one query. */
  readonly transactions: boolean;
}

/** One round: a table, a watch on it, and what writers do to it. */
export interface RoundPlan {
  readonly seed: number;
  readonly table: string;
  /** Defines the table and writes its first records, in one transaction: rounds that run beside it can conflict with it. */
  readonly setup: string;
  readonly cleanup: string;
  readonly target: string | RecordId;
  readonly options: WatchOptions;
  /** What each writer executes, one query after the other. */
  readonly writers: Writers;
  /** Whether the round goes on until no read but those of notifications can correct the rows. */
  readonly isAged: boolean;
  /** Writers for another turn of such a round. */
  more(): Writers;
  /** Whether the writers start before the watch has its first rows. */
  readonly writesAtOnce: boolean;
  /** After how many queries of the first writer the connection breaks, or the identity changes. */
  readonly cuts: readonly number[];
  readonly signins: readonly number[];
  /** Whether the session of the watch is a record user from the start. */
  readonly isUser: boolean;
}

const fields = [undefined, ["*"], ["id", "n", "s"], ["n", "id", "other"]] as const;

/** Creates the round of a seed. */
export function planRound(seed: number, { cuts, transactions }: PlanOptions): RoundPlan {
  const random = new Seeded(seed);
  const table = `t${seed}`;
  const computed = random.chance(25);
  const writes = new Writes(random, table, transactions);
  const most = random.pick([1, 1, 2, 3, 6]);
  const more = (): Writers => random.times(most, () => random.times(1 + random.below(8), () => writes.query()));
  const writers = more();
  const length = writers[0]?.length ?? 0;
  const some = (percent: number): number[] => (random.chance(percent) ? [random.below(length)] : []);
  const creations = random.times(random.below(10), () => writes.create());
  const plan = {
    seed,
    table,
    cleanup: `BEGIN; REMOVE TABLE ${table}; REMOVE TABLE o${table}; COMMIT`,
    target: target(random, table),
    options: options(random, computed),
    writers,
    more,
    isAged: random.chance(1),
    writesAtOnce: random.chance(40),
    cuts: cuts ? some(40) : [],
    signins: some(20),
    isUser: random.chance(25),
  };
  const isForUsers = plan.isUser || plan.signins.length > 0;
  return { ...plan, setup: setup(table, computed, isForUsers, creations) };
}

function setup(table: string, computed: boolean, isForUsers: boolean, creations: readonly string[]): string {
  const even = computed ? `DEFINE FIELD even ON ${table} COMPUTED n % 2 = 0;` : "";
  // A record user sees the records whose id fits; that never changes, so every change is announced to them. The server
  // plans reads of a table without permissions in another way.
  const fits = "PERMISSIONS FOR select WHERE $auth.all = true OR type::string(id).len() % 2 = 0";
  return `BEGIN; DEFINE TABLE ${table} ${isForUsers ? fits : ""}; ${even}
    DEFINE TABLE o${table} PERMISSIONS FOR select FULL; CREATE o${table}:1 SET n = 1; CREATE o${table}:2 SET n = 2;
    ${[...creations, "COMMIT"].join("; ")}`;
}

function target(random: Seeded, table: string): string | RecordId {
  if (random.chance(70)) return table;
  if (random.chance(30)) return new RecordId(table, 1 + random.below(6));
  const bound = random.pick([new BoundIncluded(2), new BoundExcluded(3), undefined]);
  const end = random.pick([new BoundIncluded(5), new BoundExcluded("b"), new BoundIncluded([9]), undefined]);
  return new RecordId(table, new Range<unknown, unknown>(bound, end));
}

function options(random: Seeded, computed: boolean): WatchOptions {
  const where = random.pick([
    undefined,
    gt("n", 4),
    and(gt("n", 2), lte("n", 6)),
    or(gt("n", 7), contains("tags", 1)),
    surql`s INSIDE ${["a", "b"]} -- a comment`,
    raw("n % 2 = 0"),
    isNone("s"),
    computed ? raw("even = true") : raw("n > $least"),
  ]);
  const listed = random.pick(fields);
  const isWindow = random.chance(40);
  const fetches = random.chance(25);
  return {
    ...(where === undefined ? {} : { where }),
    ...(listed === undefined ? {} : { fields: listed }),
    ...(isWindow ? { orderBy: random.pick([["n", "id"], ["n DESC", "id"], "id DESC"]) } : {}),
    ...(isWindow && random.chance(70) ? { limit: random.below(6) } : {}),
    ...(isWindow && random.chance(30) ? { start: random.below(4) } : {}),
    ...(fetches ? { fetch: ["other"], links: true } : {}),
  };
}

/** Random writes to a table. */
class Writes {
  readonly #random: Seeded;
  readonly #table: string;
  readonly #transactions: boolean;

  constructor(random: Seeded, table: string, transactions: boolean) {
    this.#random = random;
    this.#table = table;
    this.#transactions = transactions;
  }

  /** A query: a statement, several of them, or a transaction. */
  query(): string {
    const random = this.#random;
    const count = random.pick([1, 1, 2, 3]);
    const list = random.times(count, () => this.#statement());
    // Before 3.1, such a statement silences the following ones.
    if (random.chance(10)) list.unshift("RETURN 1");
    const isTransaction = random.chance(20) || (this.#transactions && list.length > 1);
    return isTransaction ? `BEGIN; ${list.join("; ")}; COMMIT` : list.join("; ");
  }

  create(): string {
    return `UPSERT ${this.#record()} SET ${this.#values()}`;
  }

  #statement(): string {
    const random = this.#random;
    const kind = random.below(100);
    if (kind < 25) return this.create();
    if (kind < 35) return `CREATE ${this.#table} SET ${this.#values()}`;
    if (kind < 60) return `UPDATE ${this.#record()} SET n = ${random.below(10)}`;
    if (kind < 70) return `UPDATE ${this.#record()} SET ${this.#values()}`;
    if (kind < 85) return `DELETE ${this.#record()}`;
    if (kind < 90) return `DELETE ${this.#table} WHERE n = ${random.below(10)}`;
    return `UPSERT o${this.#table}:${1 + random.below(3)} SET n = ${random.below(100)}`;
  }

  #record(): string {
    const random = this.#random;
    return `${this.#table}:${random.chance(80) ? 1 + random.below(7) : random.pick(["a", "b", "[1]", "[9, 'x']"])}`;
  }

  #values(): string {
    const random = this.#random;
    const other = random.chance(60) ? `o${this.#table}:${1 + random.below(3)}` : "NONE";
    const text = random.pick(["'a'", "'b'", "'c'", "NONE"]);
    return `n = ${random.below(10)}, s = ${text}, tags = [${random.below(3)}], other = ${other}`;
  }
}
