import { ServerError, Uuid } from "surrealdb";

/** One line of a transcript: what was done, and what came of it. */
export type Line = readonly [what: string, outcome: unknown];

/** What a scenario saw, without what differs from run to run, so that two runs can be compared line by line. */
export class Transcript {
  readonly lines: Line[] = [];
  readonly #names: ReadonlyMap<string, string>;

  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names;
  }

  /** Notes what something resolved to, or was rejected with. */
  async note(what: string, outcome: PromiseLike<unknown>): Promise<void> {
    try {
      this.lines.push([what, this.#stable(await outcome)]);
    } catch (error) {
      this.lines.push([what, this.#describe(error)]);
    }
  }

  #describe(error: unknown): unknown {
    if (error instanceof ServerError) {
      const { kind, code, details, message } = error;
      return { kind, code, ...(details ? { details: this.#stable(details) } : {}), message: this.#stable(message) };
    }
    return error instanceof Error ? `${error.name}: ${this.#stable(error.message)}` : String(error);
  }

  #stable(value: unknown): unknown {
    if (value === undefined) return "<none>";
    if (value instanceof Uuid) return "<uuid>";
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "string") return this.#withoutNames(value);
    if (value instanceof ArrayBuffer) return `<bytes ${Buffer.from(value).toString("hex")}>`;
    if (value instanceof Set) return { set: [...value].map((item) => this.#stable(item)) };
    if (Array.isArray(value)) return value.map((item) => this.#stable(item));
    if (typeof value !== "object" || value === null) return value;
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return String(value);
    const entries = Object.entries(value).filter(([key]) => key !== "time" && key !== "stats");
    return Object.fromEntries(entries.map(([key, member]) => [key, this.#stable(member)]));
  }

  #withoutNames(text: string): string {
    let stable = text;
    for (const [name, shown] of this.#names) stable = stable.replaceAll(name, shown);
    return stable
      .replace(/\$argon2id\$\S+/g, "<hash>")
      .replace(/\bey[\w-]+\.[\w-]+\.[\w-]+/g, "<token>")
      .replace(/"time":"[^"]*"/g, '"time":"<time>"')
      .replace(/surreal-(refresh|bearer)-\w+-\w+/g, "<$1 token>")
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>");
  }
}
