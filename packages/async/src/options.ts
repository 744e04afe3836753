import type { CoreOptions } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";

/** The options of an async connection. */
export interface AsyncOptions extends CoreOptions<"async"> {
  /** Additional engines by the URL scheme that they serve; one for a scheme of the SDK replaces the SDK's engine. */
  readonly engines?: Engines | undefined;
}
