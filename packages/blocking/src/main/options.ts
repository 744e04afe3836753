import type { CoreOptions } from "@surreal-sdk/core";
import type { EngineModules } from "./blocking-runtime.ts";

/** The options of a blocking connection. */
export interface BlockingOptions extends CoreOptions<"blocking"> {
  /** Further engines by the URL scheme they serve, each as a module for the worker to load. */
  readonly engines?: EngineModules;
}
