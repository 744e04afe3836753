import { quoted, SurrealError } from "@surreal-sdk/values";
import { UnsupportedEngineError } from "./unsupported.ts";

/** The URL has a known scheme, but the rest of it is invalid. The message says what to write; nothing was sent. */
export class InvalidUrlError extends SurrealError {
  static override readonly errorName: string = "InvalidUrlError";

  constructor(message: string, cause?: unknown) {
    super(message, { cause, outcome: "not_sent" });
  }
}

/** The address of a database: a parsed URL. */
export interface Endpoint {
  /** The URL as it was given. */
  readonly url: string;
  /**
   * The URL that the engine connects to: for remote databases it ends in exactly one `/rpc`; of any other scheme it is
   * as written, with the scheme in lower case.
   */
  readonly rawUrl: string;
  /** The scheme in lower case, without the colon. */
  readonly scheme: string;
  /** The host without brackets and port; empty for an embedded database, and where the URL of an own scheme has none. */
  readonly host: string;
  /** The port, if the URL contains one. */
  readonly port: number | undefined;
  /** For a remote database the path before `/rpc`; for an embedded one the path on disk; of an own scheme, as written. */
  readonly path: string;
  /** The query parameters, decoded, which embedded databases and own schemes accept. */
  readonly parameters: Readonly<Record<string, string>>;
}

const remoteSchemes = ["ws", "wss", "http", "https"];
const embeddedSchemes = ["mem", "memory", "surrealkv", "surrealkv+versioned", "rocksdb", "file"];

/** The schemes that the SDK's own engines serve. */
export const KNOWN_SCHEMES: readonly string[] = [...remoteSchemes, ...embeddedSchemes];

/**
 * Parses the URL of a database. No I/O.
 *
 * A path in front of `/rpc` is kept; one trailing `/rpc` is normalised. The word `memory` means `memory://`.
 *
 * @param url - the URL, such as `ws://localhost:8000` or `surrealkv://data/my.db`
 * @param schemes - additional schemes to accept, those of third-party engines
 * @throws {@link UnsupportedEngineError} when no known engine serves the scheme
 * @throws {@link InvalidUrlError} when the rest of the URL cannot be used
 * @example
 * ```ts
 * parseEndpoint("wss://db.example.com/eu/rpc").rawUrl; // => "wss://db.example.com/eu/rpc"
 * ```
 */
export function parseEndpoint(url: string, schemes: readonly string[] = []): Endpoint {
  if (typeof url !== "string") throw new TypeError(noText(url));
  const text = url.trim().toLowerCase() === "memory" ? "memory://" : url.trim();
  const match = /^([a-z][a-z0-9+._-]*):\/\/(.*)$/is.exec(text);
  const scheme = match?.[1]?.toLowerCase() ?? "";
  schemes.forEach(assertSchemeName);
  if (match === null || (!KNOWN_SCHEMES.includes(scheme) && !schemes.includes(scheme))) {
    throw new UnsupportedEngineError(unknownScheme(url, schemes), { url: withoutCredentials(url) });
  }
  const rest = match[2] as string;
  if (embeddedSchemes.includes(scheme)) return embedded(url, scheme, rest);
  return remoteSchemes.includes(scheme) ? remote(url, scheme, rest) : foreign(url, scheme, rest);
}

function noText(url: unknown): string {
  const given = url instanceof URL ? "a URL object: pass its `href`" : url === null ? "null" : typeof url;
  return `A database URL is a string such as "ws://localhost:8000", not ${given}.`;
}

/** The name under which an engine is passed; no URL could have another one. */
function assertSchemeName(name: string): void {
  if (/^[a-z][a-z0-9+._-]*$/.test(name)) return;
  throw new InvalidUrlError(
    `The scheme of an engine is in lower case, begins with a letter, and has letters, digits, "+", "-", "." and "_": ${quoted(name)} is none.`,
  );
}

/**
 * Reports whether two endpoints are the same place, however they are spelled: `ws://h`, `WS://H:80/` and `ws://h/rpc`
 * are equal. Connecting to the same place again keeps the connection.
 *
 * @example
 * ```ts
 * sameEndpoint(parseEndpoint("wss://db.example.com"), parseEndpoint("wss://db.example.com:443/rpc")); // => true
 * ```
 */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  if (!remoteSchemes.includes(a.scheme)) return a.rawUrl === b.rawUrl;
  return a.scheme === b.scheme && a.host === b.host && portOf(a) === portOf(b) && a.path === b.path;
}

function portOf({ scheme, port }: Endpoint): number {
  return port ?? (scheme === "ws" || scheme === "http" ? 80 : 443);
}

function embedded(url: string, scheme: string, rest: string): Endpoint {
  const { path, parameters } = splitQuery(rest);
  const inMemory = scheme === "mem" || scheme === "memory";
  if (!inMemory && path === "") {
    throw new InvalidUrlError(`${scheme}:// needs a path, such as ${scheme}://data/my.db.`);
  }
  return { url, rawUrl: `${scheme}://${rest}`, scheme, host: "", port: undefined, path, parameters };
}

/** Only its engine knows the rules of a scheme. Credentials are refused, since URLs end up in logs. */
function foreign(url: string, scheme: string, rest: string): Endpoint {
  const authority = rest.split(/[/?#]/, 1)[0] ?? "";
  if (authority.includes("@")) throw new InvalidUrlError(credentialsRefused);
  const [, host = authority, port] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(authority) ?? [];
  const { path, parameters } = splitQuery(rest.slice(authority.length));
  return {
    url,
    rawUrl: `${scheme}://${rest}`,
    scheme,
    host: host.replace(/^\[(.*)\]$/, "$1"),
    port: port === undefined ? undefined : Number(port),
    path,
    parameters,
  };
}

function splitQuery(text: string): Pick<Endpoint, "path" | "parameters"> {
  const mark = text.indexOf("?");
  const parameters = Object.fromEntries(new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1)));
  return { path: mark < 0 ? text : text.slice(0, mark), parameters };
}

const credentialsRefused =
  "Credentials in a database URL are refused, they end up in logs: leave them out and call signin(), or pass " +
  "the `auth` option. (An @ that belongs to a path is written %40.)";

function remote(url: string, scheme: string, rest: string): Endpoint {
  // Searches the whole URL, since a password may contain what ends the authority. The message then shows nothing
  // after the scheme.
  if (rest.includes("@")) throw new InvalidUrlError(credentialsRefused);
  const authority = rest.split(/[/?#]/, 1)[0] ?? "";
  const shown = `${scheme}://${authority}`;
  // The platform's parser takes a backslash for a slash and drops line breaks: the address would not be what it seems.
  if (/[\s\\\p{Cc}\p{Cf}]/u.test(rest)) {
    throw new InvalidUrlError(
      `${quoted(shown)} is not a valid address: it holds a space, a backslash or a control character.`,
    );
  }
  if (/[?#]/.test(rest)) {
    throw new InvalidUrlError(
      `${shown} takes no query string and no fragment: pass namespace, database and the rest as options.`,
    );
  }
  if (authority === "" || authority.startsWith(":")) {
    throw new InvalidUrlError(`${scheme}:// names no host. Write for example ${scheme}://localhost:8000.`);
  }
  const parsed = parseAuthority(authority, shown);
  const path = withoutSlashes(withoutSlashes(rest.slice(authority.length)).replace(/\/rpc$/, ""));
  return {
    url,
    rawUrl: `${scheme}://${authority.toLowerCase()}${path}/rpc`,
    scheme,
    host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: explicitPort(authority),
    path,
    parameters: {},
  };
}

/** More than a host and a port: an address of IPv6 has brackets, and no name has an escape. */
const mayHoldCredentials = /^[^[].*:.*:|%/;

/**
 * Uses a scheme that the platform's parser knows, so that it checks host and port; `new URL("my+proto://h:x")` would
 * not.
 */
function parseAuthority(authority: string, shown: string): URL {
  try {
    return new URL(`http://${authority}/`);
  } catch {
    // The platform's error holds the whole address, which may have been meant as user:password.
    const address = mayHoldCredentials.test(authority) ? shown.replace(authority, "…") : shown;
    throw new InvalidUrlError(`${address} is not a valid address: check host and port (0 to 65535).`);
  }
}

/** Reads the port from the text, since the platform's parser drops the default port of a scheme. */
function explicitPort(authority: string): number | undefined {
  const match = /:(\d+)$/.exec(authority);
  return match === null ? undefined : Number(match[1]);
}

function unknownScheme(url: string, schemes: readonly string[]): string {
  const further = schemes.length === 0 ? "" : ` Engines given in options: ${schemes.map((s) => `${s}://`).join(" ")}.`;
  return (
    `No engine serves ${quoted(withoutCredentials(url))}. Remote databases: ${list(remoteSchemes)}. ` +
    `Embedded databases: ${list(embeddedSchemes)} (install @surrealdb/node).${further} ` +
    "Another scheme needs an engine of its own: pass it as `engines`."
  );
}

function list(schemes: readonly string[]): string {
  return schemes.map((scheme) => `${scheme}://`).join(" ");
}

/** Hides everything after the path of a URL that could not be parsed: passwords travel in queries and connection strings. */
function withoutCredentials(url: string): string {
  const at = url.lastIndexOf("@");
  const scheme = /^[a-z][a-z0-9+._-]*:\/\//i.exec(url)?.[0] ?? "";
  const shown = at < 0 ? url : scheme + url.slice(at + 1);
  const end = shown.search(/[?#;]/);
  return (end < 0 ? shown : `${shown.slice(0, end)}${shown[end]}…`).slice(0, 200);
}

/** A loop, since a pattern anchored at the end would start again at each of many slashes. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
}
