import { fetchSchema } from "@surreal-sdk/schema";
import { generateTypes } from "@surreal-sdk/typegen";
import { AsyncSurreal, type LiveNotification, type StatementResponse, Uuid } from "surreal-sdk/async";
import type { FollowedSession } from "./followed-tables.ts";
import { type ShownAnswer, shownAnswer, shownFailure } from "./shown-answer.ts";
import { type ShownError, shownError } from "./shown-error.ts";
import { shownText } from "./shown-value.ts";
import { statementTitles } from "./statement-titles.ts";
import { workerEngine } from "./worker-engine.ts";

/** A change that a live query has reported, or its end. */
export interface ShownChange {
  readonly live: string;
  readonly action: string;
  readonly record: string;
  readonly result: string;
}

/** An answer under the statement that it answers. */
export interface TitledAnswer {
  readonly title: string;
  readonly answer: ShownAnswer;
}

/** What the page wants to hear of live queries. */
export interface LiveListener {
  started(live: string): void;
  changed(change: ShownChange): void;
  ended(live: string, error?: ShownError): void;
}

const startWorker = (): Worker =>
  new Worker(new URL("./database-worker.ts", import.meta.url), { type: "module", name: "surrealdb" });

/** A connection to a database in this page; everything it answers is plain text and lists. */
export class PlaygroundSession {
  readonly #db = AsyncSurreal("wasm://page", {
    engines: { wasm: workerEngine(startWorker) },
    connectTimeout: 120_000, // the database has to be loaded first
    timeout: 60_000,
  });
  readonly #listener: LiveListener;
  #ready: Promise<unknown> | undefined;

  constructor(listener: LiveListener) {
    this.#listener = listener;
  }

  /** Loads the database and prepares a place to work in; later calls wait for the first. */
  async start(): Promise<void> {
    this.#ready ??= this.#db.use("playground", "playground");
    await this.#ready;
  }

  /** Runs SurrealQL and gives one answer for each statement, or one error when the whole of it was refused. */
  async run(query: string): Promise<TitledAnswer[]> {
    try {
      await this.start();
      const responses = await this.#db.query(query).responses();
      if (/\blive\s+select\b/i.test(query)) for (const response of responses) this.#follow(response);
      const titles = statementTitles(query, responses.length);
      return responses.map((response, index) => ({ title: titles[index] ?? "", answer: shownAnswer(response) }));
    } catch (error) {
      return [{ title: "The query", answer: shownFailure(error) }];
    }
  }

  /** Where a table can be followed. */
  get db(): FollowedSession {
    return this.#db;
  }

  /** The TypeScript file that `surreal-sdk typegen` writes for this database. */
  async types(): Promise<string> {
    await this.start();
    return generateTypes(await fetchSchema((text) => this.#db.query(text)));
  }

  /** Ends a live query. */
  async kill(live: string): Promise<void> {
    await this.#db.kill(live);
  }

  /** Ends the database and all that was in it. */
  async close(): Promise<void> {
    await this.#db.close();
  }

  /** An answer that is a UUID is a live query's id; one that is none is followed in vain. */
  #follow(response: StatementResponse): void {
    if (response.status !== "OK" || !(response.result instanceof Uuid)) return;
    const live = response.result.toJSON();
    const changes = this.#db.subscribeLive(response.result);
    this.#listener.started(live);
    this.#report(live, changes).then(
      () => this.#listener.ended(live),
      (error: unknown) => this.#listener.ended(live, shownError(error)),
    );
  }

  async #report(live: string, changes: AsyncIterable<LiveNotification>): Promise<void> {
    for await (const change of changes) {
      const [record, result] =
        change.action === "GAP" ? ["", change.reason] : [String(change.record), shownText(change.result)];
      this.#listener.changed({ live, action: change.action, record, result });
    }
  }
}
