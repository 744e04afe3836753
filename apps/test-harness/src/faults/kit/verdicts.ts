import type { FakeSurreal } from "./fake-surreal.ts";
import type { Raised } from "./watchdog.ts";

/** What a caller was told about an operation. */
export type Verdict = "done" | "not_sent" | "failed" | "unknown";

/** Turns an operation into what its caller was told; an error without an outcome is an error of the test. */
export function verdictOf(operation: PromiseLike<unknown>): Promise<Verdict> {
  const told = operation.then(
    (): Verdict => "done",
    (error: Raised) => {
      if (error.outcome === undefined) throw new Error("A rejection says nothing about its outcome.", { cause: error });
      return error.outcome;
    },
  );
  return Promise.resolve(told);
}

/** Names an operation so that the journal can count it. */
export function token(number: number): Record<"token", number> {
  return { token: number };
}

/** How often each named operation was executed. */
export function executions(server: FakeSurreal): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { params } of server.executed("query")) {
    const name = (params[1] as { token?: unknown } | undefined)?.token;
    if (typeof name === "number") counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What is untrue about the verdicts, given what really happened. Empty when all is well. */
export function lies(server: FakeSurreal, verdicts: readonly Verdict[] | ReadonlyMap<number, Verdict>): string[] {
  const counts = executions(server);
  return [...verdicts.entries()].flatMap(([name, verdict]) => {
    const times = counts.get(name) ?? 0;
    const fits = verdict === "done" ? times === 1 : verdict === "unknown" ? times <= 1 : times === 0;
    return fits ? [] : [`${name} was told "${verdict}" and executed ${times} times`];
  });
}
