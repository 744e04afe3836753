import { toSurrealQL, valueKind } from "@surreal-sdk/values";

/** One value of a result: where it is, of what type it is in TypeScript, and how SurrealQL writes it. */
export interface ShownValue {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const MOST_VALUES = 500;

/** Lists the values inside of a result, from the outside in; of a very large one the first five hundred. */
export function shownValues(value: unknown): ShownValue[] {
  const shown: ShownValue[] = [];
  visit("", value, shown);
  return shown;
}

function visit(path: string, value: unknown, shown: ShownValue[]): void {
  if (shown.length >= MOST_VALUES) return;
  const inner = innerOf(value);
  if (inner === undefined || inner.length === 0) {
    shown.push({ path: path || "result", type: typeName(value), text: shownText(value) });
    return;
  }
  for (const [step, item] of inner) visit(path + (path === "" ? step.replace(/^\./, "") : step), item, shown);
}

/** The elements of a list and the fields of a plain object, with the step that leads to each. */
function innerOf(value: unknown): [step: string, item: unknown][] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [`[${index}]`, item]);
  return isPlain(value) ? Object.entries(value).map(([key, item]) => [`.${key}`, item]) : undefined;
}

/** Whether a value is an object of fields, and none of the SDK's own types. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || valueKind(value) !== undefined) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** How SurrealQL writes a value; bytes and sets, which it cannot name alone, as JavaScript does. */
export function shownText(value: unknown): string {
  try {
    return toSurrealQL(value);
  } catch (error) {
    return `${typeName(value)} (${String(error)})`;
  }
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "object" && !isPlain(value) ? value.constructor.name : typeof value;
}
