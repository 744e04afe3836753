import * as transport from "@surreal-sdk/transport";
import { isBuiltIn, type Outcome, SurrealError } from "@surreal-sdk/values";

/** An error as it is sent to another thread: structured clone would turn a class into a plain `Error`. */
export interface SerializedError {
  /** The names of its classes, from its own up to `Error`. */
  readonly classes: readonly string[];
  readonly message: string;
  readonly stack: string | undefined;
  readonly outcome: Outcome | undefined;
  readonly retrySafe: boolean | undefined;
  /** Its own fields, as far as they are plain data. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause: SerializedError | undefined;
}

/** How many causes of causes are sent. */
const longestChain = 5;

/** Converts an error to plain data. */
export function toSerializedError(error: unknown, depth = 0): SerializedError {
  const known = isBuiltIn(error, "Error") ? error : new Error(String(error));
  const { outcome, retrySafe } = known as { outcome?: Outcome; retrySafe?: boolean };
  return {
    classes: classesOf(known),
    message: known.message,
    stack: known.stack,
    outcome,
    retrySafe,
    fields: plainFields(known),
    cause: known.cause === undefined || depth >= longestChain ? undefined : toSerializedError(known.cause, depth + 1),
  };
}

/** Creates an error of its original class, with its fields. */
export function fromSerializedError(sent: SerializedError): Error {
  const error: Error = Object.setPrototypeOf(new Error(sent.message), prototypeFor(sent.classes));
  const define = (name: string, value: unknown, enumerable = false): void => {
    Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
  };
  define("stack", sent.stack);
  define("name", sent.classes[0] ?? "Error");
  if (sent.cause !== undefined) define("cause", fromSerializedError(sent.cause));
  if (sent.classes.includes("SurrealError")) {
    define("outcome", sent.outcome);
    define("retrySafe", sent.retrySafe);
  }
  for (const [name, value] of Object.entries(sent.fields)) define(name, value, true);
  return error;
}

function classesOf(error: Error): string[] {
  const classes: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(error);
  while (prototype !== null && prototype !== Object.prototype) {
    classes.push((prototype as object).constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return classes;
}

const fieldTypes: ReadonlySet<string> = new Set(["string", "number", "boolean"]);

function plainFields(error: Error): Record<string, unknown> {
  return Object.fromEntries(Object.entries(error).filter(([, value]) => fieldTypes.has(typeof value)));
}

const builtIn: Readonly<Record<string, { readonly prototype: object }>> = {
  Error,
  TypeError,
  RangeError,
  SurrealError,
};

/** The prototype of the first class that is known here; a class that only the engine knows is put on top of it. */
function prototypeFor(classes: readonly string[]): object {
  const unknown: string[] = [];
  for (const name of classes) {
    const known = classNamed(name);
    if (known !== undefined) return unknown.reduceRight((base, above) => named(above, base), known.prototype);
    unknown.push(name);
  }
  return Error.prototype;
}

function classNamed(name: string): { readonly prototype: object } | undefined {
  if (Object.hasOwn(builtIn, name)) return builtIn[name];
  const found = (transport as Readonly<Record<string, unknown>>)[name];
  return typeof found === "function" ? (found as { prototype: object } & typeof found) : undefined;
}

/** `instanceof` of SDK errors compares the names of classes, so that this is recognised as its original class. */
function named(name: string, base: object): object {
  const made = { [name]: class {} }[name] as { readonly prototype: object };
  return Object.create(base, { constructor: { value: made } });
}
