import type { CoreOptions } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";

/** The options of an async connection. */
export interface AsyncOptions extends CoreOptions<"async"> {
  /** Further engines by the URL scheme they serve; one of the SDK's own schemes is replaced. */
  readonly engines?: Engines;
}
