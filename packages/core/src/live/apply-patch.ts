import { equals, quoted, SurrealError } from "@surreal-sdk/values";
import type { PatchOperation } from "../typing/patch-operation.ts";
import { applyTextDiff } from "./text-diff.ts";

/** A JSON Patch does not fit the document. */
export class PatchError extends SurrealError {
  static override readonly errorName: string = "PatchError";
}

type Container = Record<string, unknown> | unknown[];
/** The containers that this patch has copied, each of them in one place: they may be changed as they are. */
type Owned = Set<object>;

/**
 * Applies the JSON Patch operations (RFC 6902) that a live query in diff mode reports, including SurrealDB's `change`
 * of a text, and returns the new document; the old one stays as it is.
 *
 * After a `GAP` your document may be outdated: read it again before you apply anything to it.
 *
 * @throws {@link PatchError} when an operation does not find what it expects.
 * @example
 * ```ts
 * applyPatch({ name: "Ada" }, [{ op: "replace", path: "/name", value: "Bob" }]); // => { name: "Bob" }
 * ```
 */
export function applyPatch<T = unknown>(document: unknown, operations: readonly PatchOperation[]): T {
  if (!Array.isArray(operations)) throw new TypeError("applyPatch() takes a document and a list of operations.");
  const owned: Owned = new Set();
  let current = document;
  for (let at = 0; at < operations.length; ) {
    const [run, ordered] = removals(current, operations, at);
    current = ordered.reduce((given, operation) => applyOne(given, operation, owned), current);
    at += run;
  }
  return current as T;
}

/**
 * The operations to apply next, and how many they are. SurrealDB 3.0 removes the end of a list from its first item to
 * its last, by the indexes before the removal: applied from the last to the first, they mean what the server means.
 */
function removals(
  document: unknown,
  operations: readonly PatchOperation[],
  at: number,
): readonly [count: number, ordered: readonly PatchOperation[]] {
  const { op, path } = operations[at] as PatchOperation;
  const [, list = "", start] = /^(.*)\/(\d{1,15})$/s.exec(op === "remove" ? path : "") ?? [];
  let end = at + 1;
  for (; start !== undefined; end += 1) {
    const next = operations[end];
    if (next?.op !== "remove" || next.path !== `${list}/${Number(start) + end - at}`) break;
  }
  const run = operations.slice(at, end);
  if (run.length < 2) return [1, run];
  const items = get(document, stepsOf(list), path);
  const isEnd = Array.isArray(items) && items.length === Number(start) + run.length;
  return [run.length, isEnd ? run.reverse() : run];
}

function applyOne(document: unknown, operation: PatchOperation, owned: Owned): unknown {
  const { op, path, value } = operation;
  const steps = stepsOf(path);
  switch (op) {
    case "add":
      return put(document, steps, value, "insert", path, owned);
    case "replace":
      return put(document, steps, value, "set", path, owned);
    case "remove":
      return remove(document, steps, path, owned);
    case "change":
      return put(document, steps, changed(get(document, steps, path), value, path), "set", path, owned);
    case "copy": {
      const copied = get(document, stepsOf(operation.from), path);
      // What is copied is in two places from now on.
      owned.clear();
      return put(document, steps, copied, "insert", path, owned);
    }
    case "move": {
      const from = stepsOf(operation.from);
      const moved = get(document, from, path);
      return put(remove(document, from, path, owned), steps, moved, "insert", path, owned);
    }
    case "test":
      if (equals(get(document, steps, path), value)) return document;
      throw new PatchError(`The patch expects another value at ${quoted(path)}.`);
    default:
      throw new PatchError(`There is no patch operation ${quoted(op)}.`);
  }
}

/** The steps of a JSON pointer (RFC 6901). */
function stepsOf(pointer: unknown): string[] {
  if (pointer === "") return [];
  if (typeof pointer !== "string" || !pointer.startsWith("/")) {
    throw new PatchError(`${quoted(pointer)} is not a JSON pointer: it begins with a slash, or is empty.`);
  }
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function changed(text: unknown, diff: unknown, path: string): string {
  const result = typeof text === "string" && typeof diff === "string" ? applyTextDiff(text, diff) : undefined;
  if (result !== undefined) return result;
  throw new PatchError(`The change of the text at ${quoted(path)} does not belong to the text that is there.`);
}

function get(document: unknown, steps: readonly string[], path: string): unknown {
  return steps.reduce((current, step) => {
    if (Array.isArray(current)) return current[indexOf(step, current.length - 1, path)];
    if (isObject(current) && Object.hasOwn(current, step)) return current[step];
    throw missing(path);
  }, document);
}

function put(
  document: unknown,
  steps: readonly string[],
  value: unknown,
  how: "insert" | "set",
  path: string,
  owned: Owned,
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const copy = copyOf(document, path, owned);
  if (rest.length > 0) return assign(copy, step, put(get(document, [step], path), rest, value, how, path, owned), path);
  if (!Array.isArray(copy)) return assign(copy, step, value, path);
  const index = step === "-" ? copy.length : indexOf(step, how === "insert" ? copy.length : copy.length - 1, path);
  copy.splice(index, how === "insert" ? 0 : 1, value);
  return copy;
}

function remove(document: unknown, steps: readonly string[], path: string, owned: Owned): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  const copy = copyOf(document, path, owned);
  if (rest.length > 0) return assign(copy, step, remove(get(document, [step], path), rest, path, owned), path);
  if (Array.isArray(copy)) copy.splice(indexOf(step, copy.length - 1, path), 1);
  else if (Object.hasOwn(copy, step)) delete copy[step];
  else throw missing(path);
  return copy;
}

function assign(container: Container, step: string, value: unknown, path: string): Container {
  if (Array.isArray(container)) container[indexOf(step, container.length - 1, path)] = value;
  else Object.defineProperty(container, step, { value, configurable: true, enumerable: true, writable: true });
  return container;
}

function copyOf(value: unknown, path: string, owned: Owned): Container {
  if (!Array.isArray(value) && !isObject(value)) throw missing(path);
  if (owned.has(value)) return value;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  owned.add(copy);
  return copy;
}

function indexOf(step: string, last: number, path: string): number {
  const index = /^(?:0|[1-9][0-9]*)$/.test(step) ? Number(step) : Number.NaN;
  if (index <= last) return index;
  throw missing(path);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function missing(path: string): PatchError {
  return new PatchError(`The patch expects something at ${quoted(path)}, and nothing is there.`);
}
