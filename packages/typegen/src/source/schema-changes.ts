import { watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { SchemaSource } from "./schema-source.ts";

/** How often a database is asked: it does not tell when its schema changes. */
const interval = 2_000;

/** Whenever the schema may have changed, until the signal aborts. Changes between two waits count as one. */
export async function schemaChanges(source: SchemaSource, signal: AbortSignal): Promise<AsyncIterable<void>> {
  if (!("files" in source)) return ticks(signal);
  const changes = new Changes(signal);
  for (const path of source.files) await watchPath(path, changes.note, signal);
  return changes;
}

async function* ticks(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  while (!signal.aborted) {
    await wait(interval, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) yield;
  }
}

/** Remembers that something changed until it is asked for. */
class Changes {
  readonly #signal: AbortSignal;
  #isChanged = false;
  #wake = (): void => {};

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wake(), { once: true });
  }

  readonly note = (): void => {
    this.#isChanged = true;
    this.#wake();
  };

  async *[Symbol.asyncIterator](): AsyncGenerator<void, void, undefined> {
    while (!this.#signal.aborted) {
      if (!this.#isChanged) await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#isChanged = false;
      if (!this.#signal.aborted) yield;
    }
  }
}

/** Editors replace files, so the folder of a file is watched and not the file. */
async function watchPath(path: string, change: () => void, signal: AbortSignal): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  const watcher = watch(isFolder ? path : dirname(path), { signal, recursive: isFolder }, (_, name) => {
    if (name === null || (isFolder ? name.endsWith(".surql") : name === basename(path))) change();
  });
  // A folder that is removed is missed by what reads it.
  watcher.on("error", change);
}
