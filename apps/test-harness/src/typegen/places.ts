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
    return [{ path: place, field }, ...placesIn(field.kind, place)];
  });
}

function placesIn(kind: FieldKind, path: string): Place[] {
  if (kind.is === "either") {
    const object = kind.of.find(({ is }) => is !== "none" && is !== "null");
    return object === undefined ? [] : placesIn(object, path);
  }
  if (kind.is === "array" || kind.is === "set") return placesIn(kind.of, `${path}/[]`);
  return kind.is === "object" ? placesOf(kind.fields, path) : [];
}

/** The places of objects, the record itself included. */
export function objectsOf(table: TableSchema): string[] {
  return ["", ...table.fields.flatMap((field) => objectsIn(field.kind, `/${field.name}`))];
}

function objectsIn(kind: FieldKind, path: string): string[] {
  if (kind.is === "either") {
    const object = kind.of.find(({ is }) => is !== "none" && is !== "null");
    return object === undefined ? [] : objectsIn(object, path);
  }
  if (kind.is === "array" || kind.is === "set") return objectsIn(kind.of, `${path}/[]`);
  if (kind.is !== "object") return [];
  return [path, ...kind.fields.flatMap((field) => objectsIn(field.kind, `${path}/${field.name}`))];
}
