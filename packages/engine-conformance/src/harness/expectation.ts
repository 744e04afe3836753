import { CborCodec } from "@surreal-sdk/codec";

/** A required behaviour that the engine does not have. Test runners print the difference of the two values. */
export class ConformanceError extends Error {
  /** The actual value, if there is a single one. */
  declare readonly actual?: unknown;
  /** The expected value. */
  declare readonly expected?: unknown;

  constructor(message: string, values?: { readonly actual: unknown; readonly expected: unknown }) {
    super(message);
    this.name = "ConformanceError";
    if (values !== undefined) Object.assign(this, values);
  }
}

/**
 * Throws unless the condition holds; the complaint says what the engine did. A function defers expensive formatting.
 */
export function expectThat(holds: boolean, complaint: string | (() => string)): asserts holds {
  if (!holds) throw new ConformanceError(typeof complaint === "string" ? complaint : complaint());
}

/** Throws unless both values have the same bytes in CBOR, which is what the database would receive. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (sameValue(actual, expected)) return;
  throw new ConformanceError(`${what}: ${show(actual)}, and should be ${show(expected)}.`, { actual, expected });
}

/** Whether both values have the same bytes in CBOR. */
export function sameValue(a: unknown, b: unknown): boolean {
  return sameBytes(codec.encode(a), codec.encode(b));
}

/** Whether two frames have the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);
}

/** The text of a UUID, in lower case. */
export function uuidText(value: unknown): string {
  const [text] = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(String(value)) ?? [];
  expectThat(text !== undefined, () => `${show(value)} stands where an id should be.`);
  return text;
}

/** A value in an error message. */
export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? `${inner}n` : inner));
  return (text ?? String(value)).slice(0, 300);
}

const codec = new CborCodec();
