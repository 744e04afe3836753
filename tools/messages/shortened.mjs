import ts from "typescript";
import { keyOf, sentencesIn } from "./sentence.mjs";

/** The function that makes the messages of numbers. */
export const SHORT_MESSAGE = "shortMessage";

/**
 * Puts a call with the number in the place of each numbered sentence of a TypeScript module. All lines stay where they
 * are, so that source maps lead to the same lines.
 *
 * @param {string} text
 * @param {ReadonlyMap<string, number>} numbers by the words of the sentences
 * @param {string} from the module that exports `shortMessage`
 * @returns {string | undefined} nothing for a module that contains none of the sentences
 */
export function shortened(text, numbers, from) {
  const tree = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const code = sourceOf(tree, text, numbers);
  return code === text ? undefined : `import { ${SHORT_MESSAGE} } from "${from}"; ${code}`;
}

/** The source of a node, with calls in the place of sentences. */
function sourceOf(node, text, numbers) {
  let code = "";
  let at = ts.isSourceFile(node) ? 0 : node.getStart();
  for (const sentence of sentencesIn(node)) {
    const start = sentence.node.getStart();
    const number = numbers.get(keyOf(sentence.text));
    if (number === undefined || start < at) continue;
    code += text.slice(at, start) + callOf(number, sentence, text, numbers);
    at = sentence.node.end;
  }
  return code + text.slice(at, node.end);
}

/** Bundlers drop the call where its result is not used. */
function callOf(number, { node, values }, text, numbers) {
  const given = [String(number), ...values.map((value) => sourceOf(value, text, numbers))].join(", ");
  const lost = linesIn(text.slice(node.getStart(), node.end)) - linesIn(given);
  return `/* @__PURE__ */ ${SHORT_MESSAGE}(${given}${"\n".repeat(lost)})`;
}

function linesIn(text) {
  return text.split("\n").length - 1;
}
