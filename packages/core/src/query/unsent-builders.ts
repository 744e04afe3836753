import { maskLiterals } from "@surreal-sdk/values";
import type { EventEmitter } from "../call/events.ts";
import type { SendMark } from "../operation/once.ts";

/** What is told of a builder that was never sent. It holds neither the builder nor what that would give. */
class Unsent implements SendMark {
  isSent = false;
  readonly method: string;
  readonly subject: unknown;
  readonly events: EventEmitter;

  constructor(method: string, subject: unknown, events: EventEmitter) {
    this.method = method;
    this.subject = subject;
    this.events = events;
  }
}

/** What is used of the process, where there is one. */
interface Process {
  readonly env?: { readonly NODE_ENV?: string | undefined };
}

const platform = globalThis as { readonly process?: Process };

/** In production nobody reads it, and it costs about a microsecond for each builder. */
const isWatching = typeof FinalizationRegistry === "function" && platform.process?.env?.NODE_ENV !== "production";

/** The builders of each connection that may still be sent, or that were dropped and not yet collected. */
const watched: WeakMap<EventEmitter, Set<Unsent>> = new WeakMap();

const registry = isWatching ? new FinalizationRegistry<Unsent>(tellUnsent) : undefined;

/**
 * Watches over a builder, so that one which is thrown away without having been sent is told of: by a warning of the
 * process, or by the `error` event where there is no process.
 *
 * @param method - the method that made it
 * @param subject - what it is about: a target, or the text of a query
 * @returns the mark to set when it is sent; nothing where nobody watches.
 * @internal
 */
export function watchUnsent(
  builder: object,
  method: string,
  subject: unknown,
  events: EventEmitter,
): SendMark | undefined {
  if (registry === undefined) return undefined;
  const mark = new Unsent(method, subject, events);
  registry.register(builder, mark);
  const marks = watched.get(events);
  if (marks === undefined) watched.set(events, new Set([mark]));
  else marks.add(mark);
  return mark;
}

/**
 * Tells of the builders of a connection that were not sent until it was closed: a short program ends before anything is
 * collected.
 *
 * @internal
 */
export function tellUnsentOf(events: EventEmitter): void {
  watched.get(events)?.forEach(tellUnsent);
}

/** Each builder is told of once: a loop that forgets to await is one mistake. */
function tellUnsent(mark: Unsent): void {
  const { isSent, method, subject, events } = mark;
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
