import { type Ref, ref, type ShallowRef, shallowRef } from "vue";
import type { PlaygroundSession } from "./playground-session.ts";
import type { ShownWatch } from "./watched-table.ts";

/** The table that is watched beside the editor, and those that could be. */
export interface FollowedTable {
  readonly tables: Readonly<ShallowRef<readonly string[]>>;
  readonly chosen: Readonly<Ref<string>>;
  readonly shown: Readonly<ShallowRef<ShownWatch | undefined>>;
  /** Looks which tables there are now; the first one is watched until another is chosen. */
  look(session: PlaygroundSession): Promise<void>;
  choose(session: PlaygroundSession, table: string): void;
  /** Forgets everything. */
  end(): void;
}

/** Follows a table of the page's database. */
export function followedTable(): FollowedTable {
  const tables = shallowRef<readonly string[]>([]);
  const chosen = ref("");
  const shown = shallowRef<ShownWatch>();
  let unsubscribe = (): void => undefined;

  function end(): void {
    unsubscribe();
    unsubscribe = () => undefined;
    [tables.value, chosen.value, shown.value] = [[], "", undefined];
  }

  function choose(session: PlaygroundSession, table: string): void {
    unsubscribe();
    [chosen.value, shown.value] = [table, undefined];
    unsubscribe = session.watch(table, (next) => {
      shown.value = next;
    });
  }

  async function look(session: PlaygroundSession): Promise<void> {
    const found = await session.tables();
    const isThere = found.includes(chosen.value) && shown.value?.error === undefined;
    if (found.length === 0) end();
    tables.value = found;
    const [first] = found;
    if (!isThere && first !== undefined) choose(session, found.includes(chosen.value) ? chosen.value : first);
  }

  return { tables, chosen, shown, look, choose, end };
}
