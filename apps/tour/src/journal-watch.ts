import type { Uuid } from "surreal-sdk";
import { answer, type Part } from "./play.ts";
import type { Database } from "./stage.ts";

/** What the journal's live query saw: a chapter's end, or that it may have missed some. */
export interface JournalEntry {
  readonly text: string;
  readonly gap: boolean;
}

/** Milliseconds within which a change is to be reported. */
const PATIENCE = 2000;

/** A live query that listens from the beginning of the tour to its end. What it hears waits until it is read. */
export class JournalWatch {
  readonly entries: JournalEntry[];
  readonly #db: Database;
  readonly #id: Uuid;
  #stream: ReturnType<Database["subscribeLive"]>;
  #open = true;

  private constructor(db: Database, id: Uuid, earlier: readonly JournalEntry[]) {
    this.#db = db;
    this.#id = id;
    this.entries = [...earlier];
    this.#stream = db.subscribeLive(id, { timeout: PATIENCE });
  }

  /** Starts to listen; nothing written from then on is missed without a mark. */
  static *start(db: Database, earlier: readonly JournalEntry[]): Part<JournalWatch> {
    return new JournalWatch(db, yield* answer(db.live("journal")), earlier);
  }

  /** Reads on until there is an entry with this text; reports whether it came. */
  *hears(text: string): Part<boolean> {
    const isThere = () => this.entries.some((entry) => entry.text === text);
    while (!isThere() && this.#open) {
      if (!(yield* this.#read())) break;
    }
    return isThere();
  }

  *stop(): Part<void> {
    if (this.#open) yield* answer(this.#db.kill(this.#id));
  }

  /** Reads one entry; reports whether there was one in time. */
  *#read(): Part<boolean> {
    try {
      const step = yield* answer(this.#stream.next());
      if (step.done === true) {
        // Only the waiting is over; the next consumer goes on here.
        this.#stream = this.#db.subscribeLive(this.#id, { timeout: PATIENCE });
        return false;
      }
      const { action, result } = step.value as { action: string; result?: { chapter?: string } };
      this.entries.push(action === "GAP" ? { text: "GAP", gap: true } : { text: result?.chapter ?? "", gap: false });
      return true;
    } catch (error) {
      this.entries.push({ text: `END (${(error as Error).name})`, gap: true });
      this.#open = false;
      return false;
    }
  }
}
