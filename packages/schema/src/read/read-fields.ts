import type { Kind, ObjectKey } from "../kind/kind.ts";
import { readKind } from "../kind/read-kind.ts";
import type { FieldKind, FieldSchema } from "../model/schema.ts";
import { type FieldNode, toFieldTree } from "./field-tree.ts";
import { byName, type Structure, textOf, withoutKeys } from "./structure.ts";

const known: ReadonlySet<string> = new Set(
  "name table what kind readonly default value computed assert comment permissions".split(" "),
);

/**
 * Puts the fields that the server lists by path into one another.
 *
 * @param isOpen - whether the table keeps undeclared keys
 */
export function readFields(fields: readonly Structure[], isOpen: boolean): FieldSchema[] {
  return fieldsOf(toFieldTree(fields), isOpen);
}

function fieldsOf({ children }: FieldNode, isOpen: boolean): FieldSchema[] {
  return byName([...children.values()].map((node) => toField(node, isOpen)));
}

function toField(node: FieldNode, isOpen: boolean): FieldSchema {
  const definition = node.definition ?? {};
  return {
    name: node.name,
    path: node.path,
    kind: kindOf(node, isOpen),
    isImplied: node.definition === undefined,
    isReadonly: definition.readonly === true,
    default: textOf(definition, "default"),
    value: textOf(definition, "value"),
    computed: textOf(definition, "computed"),
    assert: textOf(definition, "assert"),
    comment: textOf(definition, "comment"),
    attributes: withoutKeys(definition, known),
  };
}

/** The kind of a place. Without a TYPE clause, fields below it make it an object. */
function kindOf(node: FieldNode, isOpen: boolean): FieldKind {
  const text = textOf(node.definition ?? {}, "kind");
  if (text !== undefined) return placed(readKind(text), node, isOpen);
  if (node.children.size > 0) return objectAt(node, isOpen);
  return node.element === undefined ? { is: "any" } : { is: "array", of: kindOf(node.element, isOpen) };
}

/** Puts the fields below a place into the kind of the place. */
function placed(kind: Kind, node: FieldNode, isOpen: boolean): FieldKind {
  switch (kind.is) {
    case "either":
      return { is: "either", of: kind.of.map((each) => placed(each, withoutOthers(each, kind.of, node), isOpen)) };
    case "array":
    case "set":
      return { ...kind, of: elementKind(kind.of, node.element, isOpen) };
    case "tuple":
      return { is: "tuple", items: kind.items.map(withFields) };
    case "object":
      return kind.isExact ? withFields(kind) : objectAt(node, isOpen);
    case "any":
      return node.children.size > 0 ? objectAt(node, isOpen) : kind;
    default:
      return kind;
  }
}

/** In a union with a list, `field.*` is about the elements of the list. */
function withoutOthers(kind: Kind, all: readonly Kind[], node: FieldNode): FieldNode {
  const hasList = all.some(({ is }) => is === "array" || is === "set");
  return hasList && kind.is === "object" ? { ...node, element: undefined } : node;
}

function elementKind(declared: Kind, element: FieldNode | undefined, isOpen: boolean): FieldKind {
  if (element === undefined) return placed(declared, emptyNode, isOpen);
  return declared.is === "any" ? kindOf(element, isOpen) : placed(declared, element, isOpen);
}

function objectAt(node: FieldNode, isOpen: boolean): FieldKind {
  const fields = fieldsOf(node, isOpen);
  const values = node.element === undefined ? {} : { values: kindOf(node.element, isOpen) };
  return { is: "object", fields, isExact: false, isOpen: isOpen || node.definition?.flexible === true, ...values };
}

/** Gives the keys of literal kinds what fields have, without clauses. An `object` that is not part of a table is open. */
export function withFields(kind: Kind): FieldKind {
  switch (kind.is) {
    case "either":
      return { is: "either", of: kind.of.map(withFields) };
    case "array":
    case "set":
      return { ...kind, of: withFields(kind.of) };
    case "tuple":
      return { is: "tuple", items: kind.items.map(withFields) };
    case "object":
      return {
        is: "object",
        fields: byName(kind.fields).map(toPlainField),
        isExact: kind.isExact,
        isOpen: !kind.isExact,
      };
    default:
      return kind;
  }
}

function toPlainField({ name, kind }: ObjectKey): FieldSchema {
  return {
    name,
    path: name,
    kind: withFields(kind),
    isImplied: false,
    isReadonly: false,
    default: undefined,
    value: undefined,
    computed: undefined,
    assert: undefined,
    comment: undefined,
    attributes: {},
  };
}

const emptyNode = toFieldTree([]);
