import type { FieldKind, FieldSchema, TableSchema } from "@surreal-sdk/schema";

/** A field in a record, or in an object of it. */
export interface Place {
  readonly path: string;
  readonly field: FieldSchema;
}

/** All fields of a table, with those of its objects. */
export function placesOf(fields: readonly FieldSchema[], path = ""): Place[] {
  return fields.flatMap((field) => {
    const place = `${path}/${field.name}`;
    const object = objectIn(field.kind, place);
    return [{ path: place, field }, ...(object === undefined ? [] : placesOf(object.fields, object.path))];
  });
}

/** The places of objects, the record itself included. */
export function objectsOf(table: TableSchema): string[] {
  return ["", ...placesOf(table.fields).flatMap(({ path, field }) => objectIn(field.kind, path)?.path ?? [])];
}

/** The object that a field contains, itself or in a list. */
function objectIn(kind: FieldKind, path: string): { path: string; fields: readonly FieldSchema[] } | undefined {
  if (kind.is === "either") return objectIn(someKindOf(kind), path);
  if (kind.is === "array" || kind.is === "set") return objectIn(kind.of, `${path}/[]`);
  return kind.is === "object" ? { path, fields: kind.fields } : undefined;
}

/** The first kind of a union that has values. */
export function someKindOf({ of }: Extract<FieldKind, { readonly is: "either" }>): FieldKind {
  return of.find(({ is }) => is !== "none" && is !== "null") ?? { is: "none" };
}
