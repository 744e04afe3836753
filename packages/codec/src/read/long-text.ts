/** Decodes the UTF-8 from `start` to `end` of the bytes it is called on, and puts U+FFFD where they are invalid. */
type Slice = (this: Uint8Array, start: number, end: number) => string;

/** Where there is a `Buffer`, its decoder needs no view on the bytes, and takes half the time. */
const platform = globalThis as { Buffer?: { prototype: { utf8Slice?: Slice } } };
const slice: Slice | undefined = platform.Buffer?.prototype.utf8Slice;

/** Made when it is first needed: a platform may have none, or get one after this module was loaded. */
const made: { strict?: InstanceType<typeof TextDecoder> } = {};

/**
 * Decodes UTF-8 with the platform's decoder.
 *
 * @returns the text, or `undefined` when it is not UTF-8
 */
export function longText(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (slice !== undefined) {
    const text = slice.call(bytes, start, end);
    if (!text.includes("\ufffd")) return text;
  }
  made.strict ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return made.strict.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}
