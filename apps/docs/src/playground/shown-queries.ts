import { type Ref, ref, type ShallowRef, shallowRef } from "vue";
import { FollowedTables, noTables, type ShownTables } from "./followed-tables.ts";
import type { PlaygroundSession, ShownChange, TitledAnswer } from "./playground-session.ts";
import type { ShownError } from "./shown-error.ts";

const MOST_CHANGES = 50;

/** The database of a page, and everything that is shown of it. */
export interface ShownQueries {
  readonly state: Readonly<Ref<"idle" | "loading" | "running">>;
  readonly isOpen: Readonly<Ref<boolean>>;
  readonly answers: Readonly<ShallowRef<readonly TitledAnswer[]>>;
  readonly changes: Readonly<ShallowRef<readonly ShownChange[]>>;
  readonly lives: Readonly<ShallowRef<readonly string[]>>;
  readonly liveError: Readonly<ShallowRef<ShownError | undefined>>;
  /** The TypeScript types of the database, once they were asked for. */
  readonly types: Readonly<Ref<string>>;
  /** Its tables, and the rows of the one that is followed. */
  readonly tables: Readonly<ShallowRef<ShownTables>>;
  /** Runs a text; the first call loads the database. */
  run(text: string): Promise<void>;
  /** Shows the types of the database, and from then on keeps them true after each run. */
  showTypes(): Promise<void>;
  kill(live: string): void;
  watch(table: string): void;
  /** Forgets the answers. */
  clear(): void;
  /** Ends the database and everything that was in it. */
  reset(): Promise<void>;
  close(): void;
}

/** A database of the page, which is loaded with the first run. */
export function shownQueries(): ShownQueries {
  const state = ref<"idle" | "loading" | "running">("idle");
  const isOpen = ref(false);
  const answers = shallowRef<readonly TitledAnswer[]>([]);
  const changes = shallowRef<readonly ShownChange[]>([]);
  const lives = shallowRef<readonly string[]>([]);
  const liveError = shallowRef<ShownError>();
  const types = ref("");
  const tables = shallowRef(noTables);
  const followed = new FollowedTables((shown) => {
    tables.value = shown;
  });
  let session: PlaygroundSession | undefined;

  const listener = {
    started(live: string): void {
      lives.value = [...lives.value, live];
    },
    changed(change: ShownChange): void {
      changes.value = [change, ...changes.value].slice(0, MOST_CHANGES);
    },
    ended(live: string, error?: ShownError): void {
      lives.value = lives.value.filter((other) => other !== live);
      if (error !== undefined) liveError.value = error;
    },
  };

  async function opened(): Promise<PlaygroundSession> {
    if (session !== undefined) return session;
    const { PlaygroundSession } = await import("./playground-session.ts");
    const opening = new PlaygroundSession(listener);
    await opening.start();
    isOpen.value = true;
    session = opening;
    return opening;
  }

  /** Does something with the database, and shows an error of it as an answer. */
  async function attempt(title: string, act: (open: PlaygroundSession) => Promise<void>): Promise<void> {
    if (state.value !== "idle") return;
    state.value = "loading";
    try {
      const open = await opened();
      state.value = "running";
      await act(open);
    } catch (error) {
      const { shownFailure } = await import("./shown-answer.ts");
      answers.value = [{ title, answer: shownFailure(error) }];
    } finally {
      state.value = "idle";
    }
  }

  async function reset(): Promise<void> {
    const open = session;
    session = undefined;
    isOpen.value = false;
    followed.end();
    [types.value, answers.value, changes.value, liveError.value] = ["", [], [], undefined];
    await open?.close();
  }

  return {
    ...{ state, isOpen, answers, changes, lives, liveError, types, tables, reset },
    run: (text) =>
      attempt("Failed", async (open) => {
        answers.value = await open.run(text);
        await followed.look(open.db);
        if (types.value !== "") types.value = await open.types();
      }),
    showTypes: () =>
      attempt("Types", async (open) => {
        types.value = await open.types();
      }),
    kill: (live) => void session?.kill(live),
    watch(table) {
      if (session !== undefined) followed.choose(session.db, table);
    },
    clear() {
      answers.value = [];
    },
    close() {
      followed.end();
      void session?.close();
    },
  };
}
