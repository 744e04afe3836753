import { isBuiltIn } from "@surreal-sdk/values";
import { UnsupportedEngineError } from "./unsupported.ts";

/**
 * Makes the error of a package that an engine stands on and that does not load on Node. A bundle that holds it in a form
 * that does not run is not repaired by trying again.
 *
 * @internal
 */
export function packageFailure(name: string, url: string, cause: unknown): UnsupportedEngineError {
  const reason = isBuiltIn(cause, "Error") ? cause.message : String(cause);
  return new UnsupportedEngineError(
    `The package "${name}" cannot be loaded: ${reason}. In a bundle for Node leave it out (esbuild --external:${name}) and install it beside the bundle.`,
    { url, cause },
  );
}
