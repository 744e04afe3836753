import { meaningfulTokens } from "../kind/token-cursor.ts";
import { compareText } from "./structure.ts";

/** The variables that the server sets by itself while an access method runs. */
const builtIn: ReadonlySet<string> = new Set(
  "access after auth before event input parent reference request session this token value".split(" "),
);

/**
 * Finds the variables that a query takes from outside: without those that `LET`, `FOR` and the arguments of closures
 * bind, and without the built-in ones.
 *
 * @returns the names without `$`, sorted
 */
export function readVariables(text: string): string[] {
  const tokens = meaningfulTokens(text);
  const used = new Set<string>();
  const bound = new Set<string>();
  let inArguments = false;
  tokens.forEach(({ text: mark }, index) => {
    const before = (tokens[index - 1]?.text ?? "").toLowerCase();
    // Two of them are an operator.
    if (mark === "|") inArguments = !inArguments && before !== "|" && tokens[index + 1]?.text === "$";
    if (mark !== "$") return;
    const name = tokens[index + 1]?.text ?? "";
    const word = before === "(" ? (tokens[index - 2]?.text ?? "").toLowerCase() : before;
    (inArguments || word === "for" || before === "let" ? bound : used).add(name);
  });
  return [...used].filter((name) => !bound.has(name) && !builtIn.has(name)).sort(compareText);
}
