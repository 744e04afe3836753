import { kill, live, subscribeLive } from "../functions/live.ts";
import { loader } from "../functions/loader.ts";
import { newSessionAs } from "../functions/sessions.ts";
import { beginTransactionAs, transactionAs } from "../functions/transactions.ts";
import { watch } from "../functions/watch.ts";
import type { Mode } from "../operation/mode.ts";
import { runBatch } from "./batch.ts";
import { type CallerClass, onCaller } from "./caller-class.ts";
import { withQueryExtras } from "./query-extras.ts";
import type { Context, Runtime } from "./runtime.ts";

/**
 * Adds to a lite class what {@link SessionSurface} declares: each method calls the function of its name.
 *
 * @internal
 */
export function withSessionExtras(base: CallerClass): CallerClass {
  return class extends withQueryExtras(base) {
    live(...given: unknown[]): unknown {
      return onCaller(live, this, given);
    }

    subscribeLive(...given: unknown[]): unknown {
      return onCaller(subscribeLive, this, given);
    }

    kill(...given: unknown[]): unknown {
      return onCaller(kill, this, given);
    }

    watch(...given: unknown[]): unknown {
      return onCaller(watch, this, given);
    }

    loader(...given: unknown[]): unknown {
      return onCaller(loader, this, given);
    }

    newSession(...given: unknown[]): unknown {
      return onCaller(newSessionAs, this.#runtime.session, [this, ...given]);
    }

    beginTransaction(...given: unknown[]): unknown {
      return onCaller(beginTransactionAs, this.#runtime.transaction, [this, ...given]);
    }

    transaction(...given: unknown[]): unknown {
      return onCaller(transactionAs, this.#runtime.transaction, [this, ...given]);
    }

    batch(collect: never): unknown {
      return this.perform("batch", runBatch(this.context, collect));
    }

    get #runtime(): Runtime<Mode> {
      return (this.context as Context<Mode>).runtime;
    }
  };
}
