import type { CoreOptions } from "@surreal-sdk/core";
import type { EngineModules } from "./blocking-runtime.ts";

/** The options of a blocking connection. */
export interface BlockingOptions extends CoreOptions<"blocking"> {
  /** Additional engines by the URL scheme that they serve, each as a module that the worker loads. */
  readonly engines?: EngineModules | undefined;
}
