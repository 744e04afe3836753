import { IntMap } from "@surreal-sdk/transport/toolkit";

/** The least age at which a connection counts as stable; the link asks for nothing finer. */
const STABLE = 5_000;

/** Closures, settings, and what only ever grows and is compared with itself alone. */
const LEFT_OUT = new Set(
  (
    "config listener clock framing options capabilities random emit engine endpoint responses machine moment effects " +
    "lastTicket lastId idLength epoch report slot frame sentAt bytesWritten context number onSend " +
    "place before last"
  ).split(" "),
);
/** Moments: represented by their distance, and equal once they have passed. */
const MOMENTS = new Set("dueAt retryAt by endBy attemptBy wakeAt graceUntil firesAt".split(" "));
/** Ages, which make no difference beyond a bound. */
const AGES = new Set(["since", "lastLife", "at"]);
/** Numbers and texts that name something; what they are is of no interest, only which are the same. */
const NAMES = new Set("ticket waiter id stopped method waiters reopeners inFlight".split(" "));
const NAMED_KEYS = new Set(["inFlight", "parts"]);

/**
 * Writes down all that a link consists of, its private state included, so that two links that will behave alike
 * read alike: times count from now, names by the order in which they appear.
 *
 * What it takes for the same: moments that have passed, ages beyond {@link STABLE}, how many requests of a
 * connection were given up (only whether any was), the text of errors, and parts that are set anew before they are
 * read again (see `deadParts`).
 */
export class Canonical {
  readonly #now: number;
  readonly #names = new Map<unknown, number>();
  readonly #seen = new Map<object, number>();

  constructor(now: number) {
    this.#now = now;
  }

  write(value: unknown, key = ""): string {
    if (typeof value === "function") return "";
    if (NAMES.has(key) && (typeof value === "number" || typeof value === "string")) return this.#name(value);
    if (typeof value === "number") return this.#number(value, key);
    if (typeof value !== "object" || value === null) return String(value);
    if (value instanceof Error) return errorOf(value);
    if (value instanceof IntMap) return this.write(value.values());
    if (value instanceof AbortController) return String(value.signal.aborted);
    const seen = this.#seen.get(value);
    if (seen !== undefined) return `@${seen}`;
    this.#seen.set(value, this.#seen.size);
    if (Array.isArray(value)) return `[${value.map((each) => this.write(each, key)).join()}]`;
    if (value instanceof Set) return `{${[...value].map((each) => this.write(each, key)).join()}}`;
    if (value instanceof Map) return this.#map(value, key);
    return this.#object(value);
  }

  #object(value: object): string {
    const parts: string[] = [];
    const dead = deadParts(value as Record<string, unknown>);
    for (const [name, part] of Object.entries(value)) {
      const key = name.startsWith("opened_") ? name.slice(7) : name;
      if (!LEFT_OUT.has(key) && dead?.has(key) !== true) parts.push(`${key}:${this.write(part, key)}`);
    }
    return `(${parts.join()})`;
  }

  #map(value: Map<unknown, unknown>, key: string): string {
    const named = NAMED_KEYS.has(key);
    const entries = [...value].map(
      ([each, part]) => `${named ? this.#name(each) : String(each)}=${this.write(part, key)}`,
    );
    return `<${entries.join()}>`;
  }

  /** The text of a replay ends with what it restores, which makes a difference. */
  #name(value: unknown): string {
    if (value === "") return "none";
    const restores = String(value).split(":")[1] ?? "";
    const known = this.#names.get(value) ?? this.#names.size;
    this.#names.set(value, known);
    return `n${known}${restores}`;
  }

  #number(value: number, key: string): string {
    if (MOMENTS.has(key)) return String(Math.max(value - this.#now, -1));
    if (AGES.has(key)) return String(Math.min(this.#now - value, STABLE));
    return String(key === "unanswered" ? Math.min(value, 1) : value);
  }
}

/** What is set before it is read again, so that it makes no difference now. */
function deadParts(value: Record<string, unknown>): ReadonlySet<string> | undefined {
  // A beating heart starts anew; a call that came to its end is only known by being the same.
  if (value.opened_running === false) return new Set(["lastLife", "asked"]);
  if (value.state === "settled") return new Set(["owner", "call", "id", "dueAt"]);
  if ("opened_timer" in value && value.opened_timer === undefined) return new Set(["firesAt"]);
  return undefined;
}

function errorOf(error: Error & { readonly outcome?: unknown; readonly code?: unknown }): string {
  return `${error.name}/${String(error.outcome)}/${String(error.code)}`;
}
