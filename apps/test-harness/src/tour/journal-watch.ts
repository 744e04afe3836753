import type { Database } from "./stage.ts";

/** What the journal's live query saw: a chapter's end, or that it may have missed some. */
export interface JournalEntry {
  readonly text: string;
  readonly gap: boolean;
}

/** A live query that listens from the beginning of the tour to its end. */
export class JournalWatch {
  readonly entries: JournalEntry[];
  readonly #waiting = new Map<string, () => void>();
  readonly #stop: () => Promise<void>;
  #open = true;

  private constructor(entries: readonly JournalEntry[], stop: () => Promise<void>) {
    this.entries = [...entries];
    this.#stop = stop;
  }

  /** Starts to listen; nothing written after this has resolved is missed without a mark. */
  static async start(db: Database, earlier: readonly JournalEntry[]): Promise<JournalWatch> {
    const id = await db.live("journal");
    const stream = db.subscribeLive(id);
    const watch = new JournalWatch(earlier, async () => {
      await db.kill(id);
    });
    void watch.#listen(stream);
    return watch;
  }

  /** Whether it still listens. */
  get open(): boolean {
    return this.#open;
  }

  /** Resolves once an entry with this text was seen; rejects after two seconds. */
  seen(text: string): Promise<void> {
    if (this.entries.some((entry) => entry.text === text)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The live query never reported "${text}".`)), 2000);
      this.#waiting.set(text, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async stop(): Promise<void> {
    if (this.#open) await this.#stop();
  }

  async #listen(stream: AsyncIterable<{ action: string; result?: unknown }>): Promise<void> {
    try {
      for await (const { action, result } of stream) {
        const chapter = (result as { chapter?: string } | undefined)?.chapter ?? "";
        this.#add(action === "GAP" ? { text: "GAP", gap: true } : { text: chapter, gap: false });
      }
    } catch (error) {
      this.#add({ text: `END (${(error as Error).name})`, gap: true });
    }
    this.#open = false;
  }

  #add(entry: JournalEntry): void {
    this.entries.push(entry);
    this.#waiting.get(entry.text)?.();
    this.#waiting.delete(entry.text);
  }
}
