import { quoted } from "@surreal-sdk/values";
import { type Statement, StatementBuilder } from "./statement.ts";

/**
 * Validates the arguments of `run()`.
 *
 * @throws TypeError or RangeError; nothing is sent then.
 * @internal
 */
export function checkRun(name: unknown, args: unknown, version: unknown): readonly unknown[] {
  if (typeof name !== "string")
    throw new TypeError(`run() takes the name of a function, such as "fn::greet", not ${typeof name}.`);
  segmentsOf(name);
  if (typeof args === "string") {
    throw new TypeError('run() takes the arguments before the version: run("ml::price", [input], "1.0.0").');
  }
  if (args !== undefined && args !== null && !Array.isArray(args)) {
    throw new TypeError("run() takes the arguments as a list: run(name, [first, second]).");
  }
  if (version !== undefined && version !== null && typeof version !== "string") {
    throw new TypeError("The version of a function is a string.");
  }
  return args ?? [];
}

/**
 * The call as a statement, where the `run` RPC method does not suffice: it ignores transactions, over HTTP it has no
 * variables, and it changes some arguments.
 *
 * @internal
 */
export function toFunctionCall(name: string, args: readonly unknown[]): Statement {
  const statement = new StatementBuilder(`RETURN ${segmentsOf(name).map(quoteSegment).join("::")}(`);
  args.forEach((argument, index) => {
    if (index > 0) statement.add(", ");
    statement.bind(`__surreal_run_arg${index}`, argument);
  });
  return statement.add(")").build();
}

function segmentsOf(name: string): string[] {
  const segments = name.split("::");
  if (segments.every((segment) => segment !== "" && !/[`\r\n\\]/.test(segment))) return segments;
  throw new RangeError(
    `${quoted(name.slice(0, 100))} is not a function name: write for example "fn::greet" or "time::now".`,
  );
}

function quoteSegment(segment: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(segment) ? segment : `\`${segment}\``;
}
