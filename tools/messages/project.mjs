import { posix } from "node:path";
import ts from "typescript";
import { visit } from "../source-file.mjs";

/**
 * The source files of some packages, and where each name in them is declared. Names are resolved by scope and imports;
 * methods by their name within a package, since types are not known.
 */
export class Project {
  /** @type {Map<string, import("../source-file.mjs").SourceFile & { folder: string }>} by path */
  files = new Map();
  #packages = new Map();
  /** Calls by the declaration of what they call, and by the name of a method within a package or a file. */
  #calls = new Map();
  #methods = new Map();

  /** @param {import("../workspace.mjs").Member[]} members */
  constructor(members) {
    for (const { folder, name, files } of members) {
      this.#packages.set(name, folder);
      for (const file of files) if (file.role === "source") this.files.set(file.path, { ...file, folder });
    }
    for (const { tree } of this.files.values()) visit(tree, (node) => this.#see(node));
  }

  /** The file that contains a node. */
  fileOf(node) {
    return this.files.get(node.getSourceFile().fileName);
  }

  /** The node that declares an identifier: a variable, a parameter, a function or a class. */
  declarationOf(identifier) {
    for (let scope = identifier.parent; scope !== undefined; scope = scope.parent) {
      const found = declaredIn(scope, identifier.text);
      if (found !== undefined) return ts.isImportSpecifier(found) ? this.#imported(found) : found;
    }
    return undefined;
  }

  /** The calls of a function, of a method or of the constructor of a class. */
  callsOf(callee) {
    const declaration = ts.isConstructorDeclaration(callee) || isValueOf(callee) ? callee.parent : callee;
    if (ts.isMethodDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
      return this.#calls.get(this.#methodKey(declaration.name)) ?? [];
    }
    return this.#calls.get(declaration) ?? [];
  }

  /** The function or method that is called, where there is only one that it can be. */
  calledBy({ expression }) {
    if (ts.isIdentifier(expression)) return functionOf(this.declarationOf(expression));
    if (!ts.isPropertyAccessExpression(expression)) return undefined;
    const known = this.#methods.get(this.#methodKey(expression.name)) ?? [];
    return known.length === 1 ? known[0] : undefined;
  }

  #see(node) {
    if (ts.isMethodDeclaration(node)) push(this.#methods, this.#methodKey(node.name), node);
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression)) push(this.#calls, this.#memberKey(expression), node);
    else if (ts.isIdentifier(expression)) push(this.#calls, this.declarationOf(expression), node);
  }

  /** The function of a module that is imported as a whole, or the name of a method. */
  #memberKey({ expression, name }) {
    const owner = ts.isIdentifier(expression) ? this.declarationOf(expression) : undefined;
    if (owner === undefined || !ts.isNamespaceImport(owner)) return this.#methodKey(name);
    const path = this.#pathOf(owner.parent.parent.moduleSpecifier.text, this.fileOf(owner).path);
    return this.#exported(path, name.text);
  }

  #methodKey(name) {
    const file = this.fileOf(name);
    return `${ts.isPrivateIdentifier(name) ? file?.path : file?.folder} ${name.text}`;
  }

  #imported(specifier) {
    const from = specifier.parent.parent.parent.moduleSpecifier.text;
    const path = this.#pathOf(from, this.fileOf(specifier).path);
    return this.#exported(path, (specifier.propertyName ?? specifier.name).text);
  }

  #exported(path, name) {
    const tree = this.files.get(path)?.tree;
    if (tree === undefined) return undefined;
    const own = declaredIn(tree, name);
    if (own !== undefined) return ts.isImportSpecifier(own) ? this.#imported(own) : own;
    for (const statement of tree.statements) {
      if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
      const element = statement.exportClause?.elements?.find((each) => each.name.text === name);
      if (element === undefined && statement.exportClause !== undefined) continue;
      const target = this.#pathOf(statement.moduleSpecifier.text, path);
      const found = this.#exported(target, (element?.propertyName ?? element?.name)?.text ?? name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #pathOf(specifier, from) {
    if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
    const [scope, name, entry = "index"] = specifier.split("/");
    return `${this.#packages.get(`${scope}/${name}`)}/src/${entry}.ts`;
  }
}

/** The function that a declaration stands for. */
export function functionOf(declaration) {
  if (declaration === undefined || ts.isFunctionLike(declaration)) return declaration;
  const value = declaration.initializer;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

/** Whether a function is the value of a variable or of a property. */
function isValueOf(callee) {
  const { parent } = callee;
  return (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.initializer === callee;
}

function declaredIn(scope, name) {
  const declared = [...(scope.parameters ?? []), ...(scope.initializer?.declarations ?? [])];
  if (ts.isCatchClause(scope) && scope.variableDeclaration !== undefined) declared.push(scope.variableDeclaration);
  for (const statement of scope.statements ?? []) declared.push(...declaredBy(statement));
  return declared.flatMap(namesIn).find((each) => each.name.text === name);
}

function declaredBy(statement) {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement];
  const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
  if (bindings === undefined) return [];
  return ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
}

function namesIn(declaration) {
  const { name } = declaration;
  if (name === undefined) return [];
  if (!ts.isObjectBindingPattern(name) && !ts.isArrayBindingPattern(name)) return [declaration];
  return name.elements.filter((element) => !ts.isOmittedExpression(element)).flatMap(namesIn);
}

function push(map, key, value) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
