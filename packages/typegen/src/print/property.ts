import { acceptsNone, type FieldSchema, isRequired } from "@surreal-sdk/schema";
import { keyText, memberLines, unionText } from "./layout.ts";
import type { TypeWriter } from "./type-text.ts";

/**
 * Writes a field as a property.
 *
 * @param place - the table and the path, for messages
 */
export function propertyLines(field: FieldSchema, writer: TypeWriter, indent: string, place: string): string[] {
  const { start, type } = writer.purpose === "read" || writer.purpose === "id" ? toRead : toWrite;
  const written = type(field, writer, indent, place);
  return memberLines(start(field, writer), written, indent, field.comment === undefined ? [] : [field.comment]);
}

interface PropertyForm {
  start(field: FieldSchema, writer: TypeWriter): string;
  type(field: FieldSchema, writer: TypeWriter, indent: string, place: string): string;
}

const toRead: PropertyForm = {
  start(field, { purpose }) {
    const isFixed = field.isReadonly || field.computed !== undefined || purpose === "id";
    const isAbsent = field.computed === undefined && acceptsNone(field.kind);
    return `${isFixed ? "readonly " : ""}${keyText(field.name)}${isAbsent ? "?" : ""}`;
  },
  type: (field, writer, indent, place) => writer.present(field.kind, indent, place),
};

const toWrite: PropertyForm = {
  start: (field, { purpose }) => `${keyText(field.name)}${purpose === "update" || !isRequired(field) ? "?" : ""}`,
  type(field, writer, indent, place) {
    if (field.computed !== undefined || (writer.purpose === "update" && field.isReadonly)) return "never";
    const type = writer.present(field.kind, indent, place);
    const mayBeNone = writer.purpose === "update" ? isClearable(field) : !isRequired(field);
    return mayBeNone ? unionText([type, "undefined"]) : type;
  },
};

/** Whether NONE may be written over a value: the field is an option or only implied, or the database fills it again. */
function isClearable(field: FieldSchema): boolean {
  if (field.isImplied) return !isRequired(field);
  const isFilled = field.value !== undefined || field.attributes.default_always === true;
  return isFilled || acceptsNone(field.kind);
}
