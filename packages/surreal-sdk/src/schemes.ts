import { UnsupportedEngineError } from "@surreal-sdk/transport";

/** The URL schemes by transport. */
export const schemes = {
  ws: ["ws", "wss"],
  http: ["http", "https"],
  embedded: ["mem", "memory", "surrealkv", "surrealkv+versioned", "rocksdb", "file"],
} as const;

/** The transport of a URL. */
export type Transport = keyof typeof schemes;

/** The scheme of a URL in lower case; the word `memory` is a scheme. */
export function schemeOf(url: unknown): string {
  const text = String(url).trim().toLowerCase();
  return text === "memory" ? "memory" : (/^([a-z][a-z0-9+._-]*):\/\//.exec(text)?.[1] ?? "");
}

/** The transport of a scheme; `undefined` where none of the SDK's own engines serves it. */
export function transportOf(scheme: string): Transport | undefined {
  return (Object.keys(schemes) as Transport[]).find((travel) =>
    (schemes[travel] as readonly string[]).includes(scheme),
  );
}

/**
 * Asserts that the transport of a URL is the one of the class.
 *
 * @throws UnsupportedEngineError when it is another one.
 */
export function assertScheme(url: string, transport: Transport, className: string): string {
  if (typeof url !== "string" || transportOf(schemeOf(url)) === transport) return url;
  const own = schemes[transport].map((scheme) => `${scheme}://`).join(", ");
  throw new UnsupportedEngineError(
    `${className} is for ${own}. AsyncSurreal(url) and Surreal(url) choose the class by the URL.`,
    { url: url.replace(/\/\/[^/?#]*@/, "//") },
  );
}
