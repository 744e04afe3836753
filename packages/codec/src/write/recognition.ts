import type { Fault } from "./fault.ts";

/** Recognises an object literal of another realm, such as a frame or a `vm` context. */
export function isRecordOfAnotherRealm(value: object, prototype: object): boolean {
  if (Object.getPrototypeOf(prototype) !== null || !Object.hasOwn(prototype, "isPrototypeOf")) return false;
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** Names a value for a message, without showing it. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return `a ${typeof value}`;
  return `an instance of ${className(value)}`;
}

/** The fault of an instance of a class that SurrealDB has no type for. */
export function unknownClass(value: object): Fault {
  const name = className(value);
  if (ArrayBuffer.isView(value) || name === "ArrayBuffer" || name === "SharedArrayBuffer") {
    const hint = "pass a Uint8Array for bytes, or an array of numbers";
    return { kind: "type", message: `is an instance of ${name}, whose elements would lose their type: ${hint}.` };
  }
  if (typeof (value as { then?: unknown }).then === "function") {
    return { kind: "type", message: `is an instance of ${name}: await it first.` };
  }
  const hint = "pass a plain object, or one of the SDK's value classes";
  return { kind: "type", message: `is an instance of ${name}, which SurrealDB has no type for: ${hint}.` };
}

function className(value: object): string {
  const made: unknown = (value as { constructor?: unknown }).constructor;
  return typeof made === "function" && made.name !== "" ? made.name : "an unnamed class";
}
