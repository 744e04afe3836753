import ts from "typescript";
import { visit } from "../source-file.mjs";
import { functionOf } from "./project.mjs";
import { isSentence, keyOf, looksWritten, sentenceOf, sentencesIn } from "./sentence.mjs";

/** Classes of errors; `Kind` is one of the two that name a caller's mistake. */
const errorClass = /Error$|^(Kind|Unfit)$/;
const namesOfClass = { Kind: ["TypeError", "RangeError"], Unfit: ["InvalidJsonError", "RangeError"] };

/** Objects that carry a message to the place that raises it: where they are made, their property, and the classes. */
const carriers = [
  ["packages/codec/src/write/", "message", ["EncodeError", "RangeError", "TypeError"]],
  ["packages/codec/src/frame/cbor-framing.ts", "reason", ["ProtocolError"]],
  ["packages/transport/src/errors/", "text", ["ConnectionUnavailableError", "ProtocolError", "TlsError"]],
];

/**
 * @typedef {object} Message a sentence that an error shows
 * @property {string} folder of the package
 * @property {string} path of the file
 * @property {import("typescript").Node} node
 * @property {string} text as {@link sentenceOf} has it
 * @property {Set<string>} raises the names of the classes
 * @property {boolean} part whether it only stands inside of other sentences
 */

/**
 * Finds the sentences that errors show: the text that is given to the constructor of an error, and every text that
 * gets there through variables, parameters, the results of functions, and the places between the words of another one.
 *
 * @param {import("./project.mjs").Project} project
 * @returns {Message[]} in the order of the files
 */
export function findMessages(project) {
  const finder = new Finder(project);
  for (const { tree, path } of project.files.values()) visit(tree, (node) => finder.look(node, path));
  return [...project.files.values()].flatMap(({ tree }) =>
    [...sentencesIn(tree)].flatMap(({ node }) => finder.found.get(node) ?? []),
  );
}

/**
 * Finds texts of which it is not certain what they are: such as look written for people and are no messages, unless
 * they are listed, and such as are a message in one place of a file and something else in another.
 *
 * @param {import("./project.mjs").Project} project
 * @param {readonly Message[]} messages
 * @param {(folder: string) => readonly string[]} listed what a package lists as no messages
 * @returns {string[]} one sentence for each
 */
export function doubts(project, messages, listed) {
  const known = new Set(messages.map(({ node }) => node));
  const numbered = new Set(messages.map(({ path, text }) => `${path} ${keyOf(text)}`));
  return [...project.files.values()].flatMap(({ path, folder, tree }) =>
    [...sentencesIn(tree)].flatMap(({ node, text }) => {
      if (known.has(node)) return [];
      const place = `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
      if (numbered.has(`${path} ${keyOf(text)}`)) return [`${place} has a text that is a message elsewhere: ${text}`];
      if (!looksWritten(text) || isCompared(node) || listed(folder).includes(keyOf(text))) return [];
      return [`${place} is it a message? If not, add it to "texts" of ${folder}/messages.json: ${text}`];
    }),
  );
}

function isCompared({ parent }) {
  return ts.isCaseClause(parent) || (ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText()));
}

class Finder {
  /** @type {Map<import("typescript").Node, Message>} */
  found = new Map();
  #project;
  #seen = new Set();

  constructor(project) {
    this.#project = project;
  }

  /** Starts at the places where an error gets its message. */
  look(node, path) {
    if (ts.isNewExpression(node)) this.#created(node);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) this.#derived(node);
    else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) this.#carried(node, path);
  }

  #created({ expression, arguments: given = [] }) {
    const names = this.#classNames(expression);
    if (names.length > 0) this.#raised(given[0], names);
  }

  /** The first argument of an error: its message, or an object with facts and the message. */
  #raised(given, names) {
    if (given === undefined || !ts.isObjectLiteralExpression(given)) return this.#mark(given, names, false);
    for (const property of given.properties) {
      if (property.name?.text === "message") this.#mark(property.initializer ?? property.name, names, false);
    }
  }

  #classNames(expression) {
    if (ts.isIdentifier(expression) && errorClass.test(expression.text)) {
      return namesOfClass[expression.text] ?? [expression.text];
    }
    if (!ts.isElementAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return [];
    const classes = this.#project.declarationOf(expression.expression)?.initializer?.properties ?? [];
    return classes.map(({ initializer, name }) => (initializer ?? name).text).filter((name) => errorClass.test(name));
  }

  #derived(node) {
    const own = enclosing(node, ts.isClassLike);
    const base = own?.heritageClauses?.[0]?.types[0]?.expression;
    if (base !== undefined && errorClass.test(base.text ?? "")) this.#raised(node.arguments[0], [own.name.text]);
  }

  #carried(property, path) {
    const carrier = carriers.find(([place, name]) => path.startsWith(place) && property.name.text === name);
    if (carrier !== undefined) this.#mark(property.initializer ?? property.name, carrier[2], false);
  }

  /** An expression whose value an error shows: as its message, or as a part of it. */
  #mark(node, names, part) {
    if (node === undefined || this.#wasSeen(node, names, part)) return;
    const sentence = sentenceOf(node);
    if (sentence !== undefined) {
      this.#record(sentence, names, part);
      for (const value of sentence.values) this.#mark(value, names, true);
    } else if (ts.isConditionalExpression(node)) {
      this.#mark(node.whenTrue, names, part);
      this.#mark(node.whenFalse, names, part);
    } else if (ts.isBinaryExpression(node) && /^(\?\?|\|\|)$/.test(node.operatorToken.getText())) {
      this.#mark(node.left, names, part);
      this.#mark(node.right, names, part);
    } else if (ts.isIdentifier(node)) this.#declared(this.#project.declarationOf(node), names, part);
    else if (ts.isCallExpression(node)) this.#called(node, names, part);
    else if (ts.isElementAccessExpression(node)) this.#looked(node.expression, names, part);
    else if (isWrapped(node)) this.#mark(node.expression, names, part);
  }

  #wasSeen(node, names, part) {
    const { fileName } = node.getSourceFile();
    const key = `${fileName} ${node.pos} ${node.end} ${names} ${part}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  #record({ node, text }, names, part) {
    if (!isSentence(text, part)) return;
    const known = this.found.get(node);
    if (known === undefined) {
      const { path, folder } = this.#project.fileOf(node);
      this.found.set(node, { folder, path, node, text, raises: new Set(names), part });
    } else {
      for (const name of names) known.raises.add(name);
      known.part &&= part;
    }
  }

  #declared(declaration, names, part) {
    if (declaration === undefined || !ts.isIdentifier(declaration.name)) return;
    if (ts.isVariableDeclaration(declaration)) this.#mark(declaration.initializer, names, part);
    if (!ts.isParameter(declaration)) return;
    this.#mark(declaration.initializer, names, part);
    const callee = declaration.parent;
    const place = callee.parameters.filter(({ name }) => name.text !== "this").indexOf(declaration);
    if (place === 0 && ts.isConstructorDeclaration(callee) && errorClass.test(callee.parent.name?.text ?? "")) return;
    for (const call of this.#project.callsOf(callee)) this.#mark(call.arguments?.[place], names, part);
  }

  #called(call, names, part) {
    const { expression } = call;
    const isMethod = ts.isPropertyAccessExpression(expression);
    if (isMethod && expression.name.text === "get") this.#looked(expression.expression, names, part);
    const callee = this.#project.calledBy(call);
    for (const result of callee === undefined ? [] : resultsOf(callee)) this.#mark(result, names, part);
  }

  /** Something is looked up in a constant object, list or map: each of its values may be shown. */
  #looked(subject, names, part) {
    const declaration = ts.isIdentifier(subject) ? this.#project.declarationOf(subject) : undefined;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return;
    for (const value of leavesOf(declaration.initializer)) this.#mark(value, names, part);
  }
}

function isWrapped(node) {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node);
}

function enclosing(node, test) {
  let at = node.parent;
  while (at !== undefined && !test(at)) at = at.parent;
  return at;
}

/** What a function returns. */
function resultsOf(callee) {
  const { body } = functionOf(callee);
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const results = [];
  const look = (node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) results.push(node.expression);
    ts.forEachChild(node, look);
  };
  ts.forEachChild(body, look);
  return results;
}

function leavesOf(node) {
  if (node === undefined) return [];
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(({ initializer }) => leavesOf(initializer));
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(leavesOf);
  if (ts.isNewExpression(node)) return (node.arguments ?? []).flatMap(leavesOf);
  return isWrapped(node) ? leavesOf(node.expression) : [node];
}
