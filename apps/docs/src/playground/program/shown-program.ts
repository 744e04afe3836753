import { computed, type Ref, ref, type ShallowRef, shallowRef } from "vue";
import type { Compiler } from "../compiler/compiler.ts";
import type { Problem } from "../compiler/program-checker.ts";
import { noTables, type ShownTables } from "../followed-tables.ts";
import type { ProgramMessage } from "./program-messages.ts";
import type { ProgramRun } from "./program-run.ts";

const MOST_LINES = 200;

/** How long the keyboard has to rest before a text is checked, in milliseconds. */
const PAUSE = 400;

/** A program in a page: what it has shown, and what is wrong with its types. */
export interface ShownProgram {
  readonly state: Readonly<Ref<"idle" | "loading" | "running">>;
  readonly lines: Readonly<ShallowRef<readonly ProgramMessage[]>>;
  readonly problems: Readonly<ShallowRef<readonly Problem[]>>;
  /** How the last run went, in one word; empty before the first one. */
  readonly end: Readonly<Ref<string>>;
  /** The tables of the program's database, where the page follows them. */
  readonly tables: Readonly<ShallowRef<ShownTables>>;
  /** Follows another table. */
  watch(table: string): void;
  /** Checks and runs a text; the first call loads the compiler. */
  run(text: string): Promise<void>;
  /** Checks a text when no other one follows. */
  check(text: string): void;
  typeAt(text: string, position: number): Promise<string | undefined>;
  /** Ends the program wherever it is. */
  stop(): void;
  /** Forgets what was shown. */
  clear(): void;
  /** Ends the program and the compiler. */
  close(): void;
}

/**
 * Runs programs, one at a time.
 *
 * @param heard - is called after each line that is shown
 * @param isFollowed - whether the page shows a table of the program's database
 */
export function shownProgram(heard: () => void, isFollowed = false): ShownProgram {
  const state = ref<"idle" | "loading" | "running">("idle");
  const lines = shallowRef<readonly ProgramMessage[]>([]);
  const problems = shallowRef<readonly Problem[]>([]);
  const tables = shallowRef(noTables);
  const end = computed(() => endOf(lines.value.at(-1), state.value));
  let compiler: Promise<Compiler> | undefined;
  let program: ProgramRun | undefined;
  let checked = "";
  let pause: ReturnType<typeof setTimeout> | undefined;

  function loaded(): Promise<Compiler> {
    compiler ??= import("../compiler/compiler.ts").then(({ Compiler }) => new Compiler());
    return compiler;
  }

  /** The first lines of a program that never stops, and the end of each. */
  function hear(message: ProgramMessage): void {
    if (message.kind === "tables") {
      tables.value = message.shown;
      return;
    }
    const ended = message.kind === "done" || message.kind === "failed";
    if (ended) state.value = "idle";
    if (ended || lines.value.length < MOST_LINES) lines.value = [...lines.value, message];
    heard();
  }

  async function checkNow(text: string): Promise<void> {
    checked = text;
    const found = await (await loaded()).check(text).catch(() => []); // without the declarations it runs nevertheless
    if (checked === text) problems.value = found;
  }

  async function run(text: string): Promise<void> {
    if (state.value !== "idle") return;
    state.value = "loading";
    [lines.value, tables.value] = [[], noTables];
    try {
      const [{ ProgramRun }, compiler] = await Promise.all([import("./program-run.ts"), loaded()]);
      program = await ProgramRun.start(text, hear, compiler);
      if (isFollowed) program.follow();
      state.value = "running";
    } catch (error) {
      const { shownError } = await import("../shown-error.ts");
      hear({ kind: "failed", error: shownError(error) });
    }
    void checkNow(text);
  }

  function check(text: string): void {
    clearTimeout(pause);
    pause = setTimeout(() => void checkNow(text), PAUSE);
  }

  async function typeAt(text: string, position: number): Promise<string | undefined> {
    return compiler === undefined ? undefined : (await compiler).typeAt(text, position).catch(() => undefined);
  }

  function stop(): void {
    program?.stop();
    state.value = "idle";
  }

  function clear(): void {
    clearTimeout(pause);
    checked = "";
    [lines.value, problems.value, tables.value] = [[], [], noTables];
  }

  function close(): void {
    clear();
    program?.stop();
    void compiler?.then((loaded) => loaded.close());
  }

  const watch = (table: string): void => program?.follow(table);
  return { state, lines, problems, end, tables, watch, run, check, typeAt, stop, clear, close };
}

function endOf(last: ProgramMessage | undefined, state: string): string {
  if (last === undefined || state !== "idle") return "";
  return last.kind === "done" ? "Done." : last.kind === "failed" ? "Failed." : "Stopped.";
}
