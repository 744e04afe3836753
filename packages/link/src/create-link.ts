import { Driver } from "./driver.ts";
import type { Link, LinkConfig } from "./link.ts";

/**
 * Creates a link for an engine. No I/O happens until something connects or makes a request.
 *
 * @example
 * ```ts
 * const link = createLink({ engine: webSocketEngine(), endpoint, framing: cborFraming, options, listener });
 * link.request(call, { reply: (frame) => console.log(codec.decode(frame)), fail: console.error });
 * ```
 */
export function createLink(config: LinkConfig): Link {
  return new Driver(config);
}
