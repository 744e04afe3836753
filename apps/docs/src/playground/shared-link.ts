/** What a link can put into the editor. */
export interface SharedText {
  readonly language: "surql" | "ts";
  readonly text: string;
}

const LONGEST = 100_000;

/**
 * The fragment of a link that carries a text. Browsers do not send fragments, so the text reaches no server.
 *
 * @example
 * ```ts
 * location.hash = await toFragment({ language: "surql", text: "RETURN 1" });
 * ```
 */
export async function toFragment({ language, text }: SharedText): Promise<string> {
  const packed = await through(new Blob([text]), new CompressionStream("deflate-raw"));
  const letters = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return `#${language}=${btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The text of such a fragment; undefined when it carries none, or one that cannot be read. */
export async function fromFragment(fragment: string): Promise<SharedText | undefined> {
  const [, language, code] = /^#(surql|ts)=([\w-]+)$/.exec(fragment) ?? [];
  if (code === undefined) return undefined;
  try {
    const letters = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const bytes = await through(new Blob([packed]), new DecompressionStream("deflate-raw"));
    return { language: language === "ts" ? "ts" : "surql", text: new TextDecoder().decode(bytes) };
  } catch {
    return undefined;
  }
}

/** The bytes of a stream; a link of a few letters could unpack to more than a page can hold. */
async function through(source: Blob, change: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const reader = source.stream().pipeThrough(change).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > LONGEST) throw new RangeError(`A shared text has at most ${LONGEST} bytes.`);
    parts.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
