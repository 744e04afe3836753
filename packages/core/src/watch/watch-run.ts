import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  TransportError,
} from "@surreal-sdk/transport";
import type { RecordId } from "@surreal-sdk/values";
import { established } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import type { SessionState } from "../call/session-state.ts";
import { connectionLost } from "../live/live-endings.ts";
import { LiveOrigin } from "../live/live-origin.ts";
import { Bell } from "../operation/bell.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { type KeyedRow, takeKey } from "../query/keyed-rows.ts";
import { fetchResults } from "../query/run-query.ts";
import { toRows } from "../query/to-rows.ts";
import type { Statement } from "../surrealql/statement.ts";
import { type Dirty, DirtyIds } from "./dirty-ids.ts";
import { type NoticeListener, WatchNotices } from "./watch-notices.ts";
import type { WatchQuery } from "./watch-query.ts";
import type { WatchedRows } from "./watched-rows.ts";
import { type SessionFollower, Watches } from "./watches.ts";

/**
 * Milliseconds after which everything is read once more after the start: the server sends no notification of a
 * transaction that wrote before the live query was started and was committed after the first read.
 */
const lateCommits = 2_000;

/** Milliseconds after which a table that rows link to is looked for again, while it does not exist. */
const missingTables = 2_000;

/** What a run tells its watch. */
export interface RunListener {
  /** Everything was read for the first time, or the rows have changed. */
  read(): void;
  /** It has ended: with an error unless the user requested it. */
  ended(error: Error | undefined): void;
}

/** Keeps the rows of a query right, from the first consumer to the last. */
export class WatchRun<T> implements SessionFollower {
  readonly context: CallContext;
  readonly #query: WatchQuery;
  readonly #rows: WatchedRows<T>;
  readonly #refresh: number;
  readonly #listener: RunListener;
  readonly #notices: WatchNotices | undefined;
  readonly #dirty: DirtyIds = new DirtyIds();
  readonly #bell: Bell = new Bell();
  #origin: LiveOrigin | undefined;
  /** The live queries must be started, or started again. */
  #mustStart = true;
  /** Transactions that began before a live query may be committed after the next read. */
  #expectsLateCommits = false;
  #hasRead = false;
  #isOver = false;
  /** Clear the timers of the reads that no notification requests. */
  readonly #timers: Map<"late" | "refresh" | "links", () => void> = new Map();

  constructor(context: CallContext, query: WatchQuery, rows: WatchedRows<T>, refresh: number, listener: RunListener) {
    this.context = { ...context };
    this.#query = query;
    this.#rows = rows;
    this.#refresh = refresh;
    this.#listener = listener;
    if (context.state.capabilities.live) this.#notices = new WatchNotices(this.context, query, this.#hearing());
  }

  /** Runs until it is stopped, or ends. */
  *follow(): Operation<void> {
    const watches = this.context.state.part(Watches);
    watches.add(this);
    try {
      while (!this.#isOver) {
        if (this.#mustStart) yield* this.#start();
        else if (this.#dirty.isEmpty) yield* this.#rest();
        else yield* this.#read();
      }
    } catch (error) {
      this.#end(error as Error);
    } finally {
      watches.remove(this);
      for (const clear of this.#timers.values()) clear();
      yield* this.#silence();
    }
  }

  /** Stops, and ends the live queries on the server. */
  *stop(): Operation<void> {
    this.#isOver = true;
    this.#bell.ring();
    yield* this.#silence();
  }

  sessionChanged(scope: SessionState): void {
    if (scope === this.context.scope && this.#hasLeft) this.#startAgain();
  }

  wroteSilently(): void {
    this.#dirty.addEverything();
    this.#bell.ring();
  }

  closed(): void {
    this.#end(undefined);
  }

  /** Waits for something to do. What arrives together is read together. */
  *#rest(): Operation<void> {
    yield* wait(this.#bell.rung);
    yield* wait(this.context.state.services.fromPromise(undefined));
  }

  /** Whether the session has another state than at the start of the live queries. */
  get #hasLeft(): boolean {
    return this.#origin?.isWhere(this.context.scope) === false;
  }

  #startAgain(): void {
    this.#mustStart = true;
    this.#bell.ring();
  }

  *#silence(): Operation<void> {
    if (this.#notices !== undefined) yield* this.#notices.stop();
  }

  /** Starts the live queries for the current state of the session, and forgets those of an earlier one. */
  *#start(): Operation<void> {
    this.#mustStart = false;
    this.#dirty.addEverything();
    yield* this.#silence();
    // The session may change while the live queries are being started.
    this.#origin = new LiveOrigin(this.context.scope);
    try {
      if (this.#notices !== undefined) yield* this.#notices.start();
    } catch (error) {
      yield* this.#reconnected(error);
      this.#mustStart = true;
      return;
    }
    this.#expectsLateCommits = this.#notices !== undefined;
  }

  *#read(): Operation<void> {
    const dirty = this.#dirty.take();
    try {
      const hasChanged = yield* this.#readDirty(dirty);
      if (this.#isOver || this.#mustStart) return;
      if (hasChanged || !this.#hasRead) {
        this.#hasRead = true;
        this.#listener.read();
      }
      if (this.#query.links) yield* this.#followLinks();
    } catch (error) {
      if (this.#isOver || this.#mustStart) return;
      yield* this.#recover(error);
    }
  }

  /** Returns whether the rows have changed. */
  *#readDirty(dirty: Dirty): Operation<boolean> {
    if (dirty === "everything" || this.#query.isWindow) {
      const found = yield* this.#fetch(this.#query.everything());
      if (this.#isOver || this.#mustStart) return false;
      this.#setTimers();
      return this.#rows.replaceAll(found);
    }
    const ids = [...dirty.ids, ...this.#rows.linkingTo(dirty.links)];
    if (ids.length === 0) return false;
    const found = yield* this.#fetch(this.#query.some(ids));
    if (this.#isOver || this.#mustStart) return false;
    return this.#rows.replaceSome(ids, found);
  }

  *#fetch(statement: Statement): Operation<KeyedRow[]> {
    const [rows] = yield* fetchResults(this.context, statement);
    return toRows(rows).map(takeKey);
  }

  /** What changed in a further table before its live query was started is read now. */
  *#followLinks(): Operation<void> {
    const tables = new Set<string>();
    for (const { table } of this.#rows.links()) tables.add(table);
    const again = this.#notices === undefined ? "nothing" : yield* this.#notices.follow(tables);
    if (again === "now") {
      this.#dirty.addEverything();
      this.#expectsLateCommits = true;
    }
    // No notification says that a table was defined.
    if (again === "later") this.#readAfter("links", missingTables);
  }

  /** After a read of everything. */
  #setTimers(): void {
    if (this.#expectsLateCommits) this.#readAfter("late", lateCommits);
    this.#expectsLateCommits = false;
    this.#readAfter("refresh", this.#refresh);
  }

  #readAfter(name: "late" | "refresh" | "links", milliseconds: number): void {
    this.#timers.get(name)?.();
    if (milliseconds === Number.POSITIVE_INFINITY) return;
    const { services, life } = this.context.state;
    const read = (): void => {
      this.#timers.delete(name);
      this.#dirty.addEverything();
      this.#bell.ring();
    };
    this.#timers.set(name, services.after(milliseconds, read, !life.isHeld));
  }

  /**
   * After a failed read, waits for the next occasion to read everything.
   *
   * @throws the error if there will be none.
   */
  *#recover(error: unknown): Operation<void> {
    if (error instanceof ConnectionClosedError && this.#hasRead) return this.#end(undefined);
    this.#dirty.addEverything();
    if (this.#notices !== undefined) return yield* this.#reconnected(error);
    if (!(error instanceof TransportError && this.#hasRead)) throw error;
    this.context.state.events.emit("error", error);
    this.#readAfter("refresh", this.#refresh);
    yield* wait(this.#bell.rung);
  }

  /**
   * Waits for the next connection. The gap that the live queries report comes earlier, while calls may still be refused.
   *
   * @throws the error if it is not about the connection, or there will be no other one.
   */
  *#reconnected(error: unknown): Operation<void> {
    const { capabilities, options } = this.context.state;
    if (!isLoss(error) || !capabilities.reconnect || options.reconnect === false) throw error;
    try {
      yield* wait(established(this.context));
    } catch (cause) {
      throw this.#hasRead ? connectionLost(cause as Error) : cause;
    }
  }

  #end(error: Error | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#bell.ring();
    this.#listener.ended(error);
  }

  #hearing(): NoticeListener {
    const hear = (add: (id: RecordId) => void) => (id: RecordId | undefined) => {
      if (id === undefined) {
        this.#dirty.addEverything();
        this.#expectsLateCommits = true;
      } else add(id);
      this.#bell.ring();
    };
    return {
      changed: hear((id) => this.#dirty.add(id)),
      linkChanged: hear((id) => this.#dirty.addLink(id)),
      outdated: () => this.#startAgain(),
      ended: (error) => {
        // A live query ends with the identity that started it.
        if (error !== undefined && this.#hasLeft) this.#startAgain();
        else this.#end(error);
      },
    };
  }
}

function isLoss(error: unknown): boolean {
  if (error instanceof ConnectionClosedError) return false;
  return error instanceof ConnectionLostError || error instanceof ConnectionUnavailableError;
}
