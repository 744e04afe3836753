/** What has no fields of its own: plain values, functions, and the classes of values. */
export type Atom =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | ((...given: never) => unknown)
  | { readonly [Symbol.toStringTag]: string }
  | { equals(other: unknown): boolean; toJSON(): unknown };
