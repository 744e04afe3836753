import ts from "typescript";

/**
 * @typedef {object} Sentence text that an expression of literals, templates and `+` makes
 * @property {import("typescript").Node} node
 * @property {string} text with a name in `‹›` for each value
 * @property {import("typescript").Node[]} values the expressions between the words
 */

/** Below these lengths a number would take about as many bytes as the words, and less of a part could be read. */
const shortest = { message: 12, part: 18 };
const words = /[a-z]{2}[,;:.)"'`]{0,2} [a-z("'`$]/i;
const plainWords = /[a-z]{2}[,;:]? [a-z]{2}/;

/**
 * Reads an expression as a sentence.
 *
 * @param {import("typescript").Node} node
 * @returns {Sentence | undefined} nothing for an expression that contains no text
 */
export function sentenceOf(node) {
  const parts = partsOf(node);
  if (parts === undefined) return undefined;
  const values = parts.filter((part) => typeof part !== "string");
  return { node, values, text: parts.map((part) => (typeof part === "string" ? part : `‹${nameOf(part)}›`)).join("") };
}

/** What identifies a sentence: its text without the names of its values, which may change. */
export function keyOf(text) {
  return text.replace(/‹[^›]*›/g, "‹›");
}

/**
 * Whether a text where a message is expected is worth a number.
 *
 * @param {string} text
 * @param {boolean} part whether it stands inside of another sentence
 */
export function isSentence(text, part) {
  const key = keyOf(text);
  return key.replaceAll("‹›", "").length >= (part ? shortest.part : shortest.message) && words.test(key);
}

/** Whether a text anywhere looks as if people read it. */
export function looksWritten(text) {
  return isSentence(text, true) && plainWords.test(keyOf(text));
}

/**
 * The texts in a piece of a program, the outer ones first; none of types, imports and tagged templates.
 *
 * @param {import("typescript").Node} node
 * @returns {Generator<Sentence>}
 */
export function* sentencesIn(node) {
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
  const sentence = isTextOfItsOwn(node) ? sentenceOf(node) : undefined;
  if (sentence !== undefined) {
    yield sentence;
    for (const value of sentence.values) yield* sentencesIn(value);
    return;
  }
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* sentencesIn(child);
}

function isTextOfItsOwn(node) {
  const { parent } = node;
  if (parent === undefined) return true;
  return !(ts.isTaggedTemplateExpression(parent) && parent.template === node) && parent.name !== node;
}

/** The literals and the other expressions of a text, in order; nothing for an expression without literals. */
function partsOf(node) {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return partsOf(node.expression);
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.flatMap(partsOfSpan)];
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [partsOf(node.left), partsOf(node.right)];
  return left === undefined && right === undefined ? undefined : [...(left ?? [node.left]), ...(right ?? [node.right])];
}

function partsOfSpan({ expression, literal }) {
  return [ts.isStringLiteralLike(expression) ? expression.text : expression, literal.text];
}

/** Describing functions, whose result is not what their argument is called. */
const describing = /type|kind|describe/i;
/** Functions that write their first argument in a way that can be read. */
const showing = /^(quoted|shown|visible)$/;
/** Objects of the language, whose methods are about their argument. */
const builtIn = /^(JSON|Math|Object|Array|String)$/;

/** A name for what an expression shows. */
function nameOf(node) {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return node.text.replace("#", "");
  if (ts.isPropertyAccessExpression(node)) return nameOf(node.name);
  if (ts.isTypeOfExpression(node)) return "type";
  if (ts.isCallExpression(node)) return nameOfCall(node);
  if (ts.isConditionalExpression(node)) return "detail";
  if (ts.isBinaryExpression(node)) return nameOf(node.left);
  return node.expression === undefined ? "value" : nameOf(node.expression);
}

function nameOfCall({ expression, arguments: given }) {
  const isMethod = ts.isPropertyAccessExpression(expression);
  const subject = isMethod ? expression.expression : expression;
  if (isMethod && subject.kind !== ts.SyntaxKind.ThisKeyword && !builtIn.test(subject.text)) return nameOf(subject);
  const called = nameOf(isMethod ? expression.name : expression);
  if (describing.test(called)) return "type";
  const isAboutFirst = (given.length === 1 || showing.test(called)) && !ts.isStringLiteralLike(given[0]);
  return isAboutFirst ? nameOf(given[0]) : called;
}
