import { files } from "../functions/files.ts";
import { rows } from "../functions/rows.ts";
import type { Mode } from "../operation/mode.ts";
import type { Files } from "../query/files.ts";
import { type CallerClass, onCaller } from "./caller-class.ts";

/**
 * Adds to a lite class what {@link QuerySurface} declares: each method calls the function of its name.
 *
 * @internal
 */
export function withQueryExtras(base: CallerClass): CallerClass {
  return class extends base {
    get files(): Files<Mode> {
      return files(this);
    }

    rows(...given: unknown[]): unknown {
      return onCaller(rows, this, given);
    }
  };
}
