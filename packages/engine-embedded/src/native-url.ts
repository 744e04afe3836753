import type { Endpoint } from "@surreal-sdk/transport";
import { InvalidUrlError } from "@surreal-sdk/transport";

/** The schemes that this engine serves. */
export const EMBEDDED_SCHEMES: readonly string[] = [
  "mem",
  "memory",
  "surrealkv",
  "surrealkv+versioned",
  "rocksdb",
  "file",
];

/**
 * Converts the URL to the native module's form. It knows `mem`, `surrealkv` and `rocksdb` alone: versions are a
 * parameter there, and `file` is stored with SurrealKV.
 *
 * @throws InvalidUrlError when the scheme is none of {@link EMBEDDED_SCHEMES}
 */
export function toNativeUrl(endpoint: Endpoint): string {
  const { scheme, path } = endpoint;
  if (!EMBEDDED_SCHEMES.includes(scheme)) {
    throw new InvalidUrlError(`${scheme}:// is not a scheme of the embedded database.`);
  }
  if (scheme === "mem" || scheme === "memory") return "mem://";
  const parameters = new URLSearchParams(endpoint.parameters);
  if (scheme === "surrealkv+versioned") parameters.set("versioned", "true");
  const query = parameters.toString();
  return `${scheme === "rocksdb" ? "rocksdb" : "surrealkv"}://${path}${query === "" ? "" : `?${query}`}`;
}
