import { watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { SchemaSource } from "./schema-source.ts";

/** How often a database is asked: it does not tell when its schema changes. */
const interval = 2_000;

/** Yields whenever the schema may have changed, until the signal aborts. Changes while nobody waits are one. */
export function schemaChanges(source: SchemaSource, signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  return "files" in source ? fileChanges(source.files, signal) : ticks(signal);
}

async function* ticks(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  while (!signal.aborted) {
    await wait(interval, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) yield;
  }
}

async function* fileChanges(paths: readonly string[], signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  let isChanged = false;
  let wake = (): void => {};
  const change = (): void => {
    isChanged = true;
    wake();
  };
  signal.addEventListener("abort", () => wake(), { once: true });
  for (const path of paths) await watchPath(path, change, signal);
  while (!signal.aborted) {
    if (!isChanged) await new Promise<void>((resolve) => (wake = resolve));
    isChanged = false;
    if (!signal.aborted) yield;
  }
}

/** Editors replace files, so the folder of a file is watched and not the file. */
async function watchPath(path: string, change: () => void, signal: AbortSignal): Promise<void> {
  if ((await stat(path)).isDirectory()) {
    watch(path, { signal, recursive: true }, (_, name) => {
      if (name === null || name.endsWith(".surql")) change();
    });
    return;
  }
  watch(dirname(path), { signal }, (_, name) => {
    if (name === null || name === basename(path)) change();
  });
}
