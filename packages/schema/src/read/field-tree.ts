import { splitPath } from "./field-path.ts";
import { type Structure, textOf } from "./structure.ts";

/** A place in the records of a table: what is defined there, and the places below it. */
export interface FieldNode {
  readonly name: string;
  /** As the server writes it. */
  readonly path: string;
  /** `undefined` for a place that only fields below it imply. */
  definition: Structure | undefined;
  readonly children: Map<string, FieldNode>;
  /** The elements of a list, or the values of undeclared keys. */
  element: FieldNode | undefined;
}

/** Makes a tree of the fields that the server lists by path. */
export function toFieldTree(fields: readonly Structure[]): FieldNode {
  const root = newNode("", "");
  for (const definition of fields) {
    const path = textOf(definition, "name") ?? "";
    const parts = splitPath(path);
    let node = root;
    parts.forEach(({ name, isElement }, index) => {
      const below = index === parts.length - 1 ? path : partsText(parts.slice(0, index + 1));
      node = isElement ? elementOf(node, below) : childOf(node, name, below);
    });
    if (node !== root) node.definition = definition;
  }
  return root;
}

function partsText(parts: readonly { readonly name: string }[]): string {
  return parts.map(({ name }) => name).join(".");
}

function elementOf(node: FieldNode, path: string): FieldNode {
  node.element ??= newNode("*", path);
  return node.element;
}

function childOf(node: FieldNode, name: string, path: string): FieldNode {
  const known = node.children.get(name) ?? newNode(name, path);
  node.children.set(name, known);
  return known;
}

function newNode(name: string, path: string): FieldNode {
  return { name, path, definition: undefined, children: new Map(), element: undefined };
}
