import { platformTime } from "@surreal-sdk/transport/toolkit";
import { maskLiterals } from "@surreal-sdk/values";
import type { EventEmitter } from "../call/events.ts";
import type { SendMark } from "../operation/once.ts";

/**
 * What is told of a builder that was never sent. It holds the builder only while that is new: a builder that is watched
 * can be collected.
 */
class Unsent implements SendMark {
  isSent = false;
  builder: object | undefined;
  /** Where it is among the new ones; negative where it is none of them. */
  position = -1;
  readonly method: string;
  readonly subject: unknown;
  readonly events: EventEmitter;

  constructor(builder: object, method: string, subject: unknown, events: EventEmitter) {
    this.builder = builder;
    this.method = method;
    this.subject = subject;
    this.events = events;
  }

  sent(): void {
    this.isSent = true;
    recent.remove(this);
  }
}

/** How long a builder counts as new, in milliseconds, and how many new builders there may be. */
const [newFor, mostNew] = [100, 1_000];

/**
 * Builders that were made a moment ago. Nearly all of them are sent at once, and watching one costs more than the rest of
 * a small request, most of it in the garbage collector. So only those are watched that are still unsent later.
 */
class RecentBuilders {
  readonly #marks: Unsent[] = [];
  #since = 0;

  add(mark: Unsent): void {
    const now = platformTime.now();
    if (now - this.#since > newFor || this.#marks.length >= mostNew) this.#watchAll(now);
    mark.position = this.#marks.push(mark) - 1;
  }

  remove(mark: Unsent): void {
    const { position } = mark;
    mark.builder = undefined;
    mark.position = -1;
    const last = position < 0 ? undefined : this.#marks.pop();
    if (last === undefined || last === mark) return;
    this.#marks[position] = last;
    last.position = position;
  }

  of(events: EventEmitter): Unsent[] {
    return this.#marks.filter((mark) => mark.events === events);
  }

  #watchAll(now: number): void {
    this.#since = now;
    for (const mark of this.#marks.splice(0)) {
      mark.position = -1;
      watch(mark);
    }
  }
}

const recent: RecentBuilders = new RecentBuilders();

/** What is used of the process, where there is one. */
interface Process {
  readonly env?: { readonly NODE_ENV?: string | undefined };
}

const platform = globalThis as { readonly process?: Process };

/** Off in production, where the warning would not be read. */
const isWatching = typeof FinalizationRegistry === "function" && platform.process?.env?.NODE_ENV !== "production";

/** The builders of each connection that are no longer new, and may still be sent, or were dropped and not yet collected. */
const watched: WeakMap<EventEmitter, Set<Unsent>> = new WeakMap();

const registry = isWatching ? new FinalizationRegistry<Unsent>(tellUnsent) : undefined;

/**
 * Watches over a builder, so that one which is thrown away without having been sent is told of: by a warning of the
 * process, or by the `error` event where there is no process.
 *
 * @param method - the method that made it
 * @param subject - what it is about: a target, or the text of a query
 * @returns the mark to set when it is sent; nothing where builders are not watched.
 * @internal
 */
export function watchUnsent(
  builder: object,
  method: string,
  subject: unknown,
  events: EventEmitter,
): SendMark | undefined {
  if (registry === undefined) return undefined;
  const mark = new Unsent(builder, method, subject, events);
  recent.add(mark);
  return mark;
}

/** Tells of the builder when it is collected. */
function watch(mark: Unsent): void {
  if (mark.builder === undefined) return;
  registry?.register(mark.builder, mark);
  mark.builder = undefined;
  const marks = watched.get(mark.events);
  if (marks === undefined) watched.set(mark.events, new Set([mark]));
  else marks.add(mark);
}

/**
 * Tells of the builders of a connection that were not sent until it was closed: a short program ends before anything is
 * collected.
 *
 * @internal
 */
export function tellUnsentOf(events: EventEmitter): void {
  for (const mark of [...(watched.get(events) ?? []), ...recent.of(events)]) tellUnsent(mark);
}

/** Each builder is told of once: a loop that forgets to await is one mistake. */
function tellUnsent(mark: Unsent): void {
  const { isSent, method, subject, events } = mark;
  recent.remove(mark);
  watched.get(events)?.delete(mark);
  if (isSent) return;
  events.warn(
    `${method}(${shown(method, subject)}) was made and never sent: await it, or call execute().`,
    "SURREAL_UNSENT",
  );
}

/** Literals of a query may be secret. */
function shown(method: string, subject: unknown): string {
  try {
    const text = String(subject);
    return JSON.stringify(method === "query" ? maskLiterals(text, 80) : text.slice(0, 80));
  } catch {
    return "…";
  }
}
