/** What a contestant is told: where the server is, how much to do at once, and so on. */
export type Facts = Readonly<Record<string, string | number>>;

/** One of those who are compared; it lives in a process of its own. */
export interface Contestant {
  /** Works for one round and gives the figure of it, as a rule how often something was done in a second. */
  round(): number | Promise<number>;
  end?(): void | Promise<void>;
}

/** What a task's module exports as `enter`. */
export type Enter = (facts: Facts) => Contestant | Promise<Contestant>;

/** What a race asks of a contestant: to work for a round, or to leave. */
export type Order = "round" | "end";

/** What a contestant's process reports. */
export type ContestantReport =
  | { readonly kind: "ready" }
  | { readonly kind: "figure"; readonly figure: number }
  | { readonly kind: "failed"; readonly message: string };

/** The fact of that name as a number. */
export function numberFact(facts: Facts, name: string, otherwise?: number): number {
  const value = facts[name] ?? otherwise;
  if (typeof value !== "number") throw new TypeError(`The task needs the number "${name}".`);
  return value;
}

/** The fact of that name as text. */
export function textFact(facts: Facts, name: string): string {
  const value = facts[name];
  if (typeof value !== "string") throw new TypeError(`The task needs the text "${name}".`);
  return value;
}
