/**
 * The classes of this package, by the name under which every copy of the package recognises them.
 *
 * @example
 * ```ts
 * const kind: ValueKind | undefined = valueKind(value);
 * ```
 */
export type ValueKind =
  | "record-id"
  | "table"
  | "uuid"
  | "decimal"
  | "datetime"
  | "duration"
  | "float"
  | "file-ref"
  | "range"
  | "bound-included"
  | "bound-excluded"
  | "geometry-point"
  | "geometry-line"
  | "geometry-polygon"
  | "geometry-multi-point"
  | "geometry-multi-line"
  | "geometry-multi-polygon"
  | "geometry-collection"
  | "future";

/**
 * The property that holds a value's {@link ValueKind}.
 *
 * A registered symbol, so that a value of another installed copy of this package is recognised too. Data from the
 * network or from JSON can never have it.
 *
 * @example
 * ```ts
 * Reflect.get(new Table("user"), VALUE_KIND); // => "table"
 * ```
 */
export const VALUE_KIND: unique symbol = Symbol.for("surreal-sdk.kind") as never;

/**
 * Returns the kind of a value class that a value is an instance of, of any copy of the package.
 *
 * @returns the kind, or `undefined` for everything that is not a value class
 * @example
 * ```ts
 * valueKind(new RecordId("user", 1)); // => "record-id"
 * valueKind({ table: "user", id: 1 }); // => undefined
 * ```
 */
export function valueKind(value: unknown): ValueKind | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const kind = (value as { [VALUE_KIND]?: unknown })[VALUE_KIND];
  return typeof kind === "string" ? (kind as ValueKind) : undefined;
}

/**
 * Puts the kind of a value class on its prototype, and makes `instanceof` use it: by kind for the class itself, so that
 * values of another copy of this package are recognised, by prototype for its subclasses. The class keeps its name in a
 * bundle that shortens names, for consoles and messages.
 *
 * @internal
 */
export function markKind(marked: { readonly prototype: object }, kind: ValueKind, name: string): void {
  Object.defineProperty(marked.prototype, VALUE_KIND, { value: kind });
  Object.defineProperty(marked, "name", { value: name });
  Object.defineProperty(marked, Symbol.hasInstance, {
    value(this: () => void, value: unknown): boolean {
      return this === marked ? valueKind(value) === kind : Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
}

/**
 * A class under construction: the same fields, not yet read-only.
 *
 * @internal
 */
export type Unfrozen<T> = { -readonly [Key in keyof T]: T[Key] };
