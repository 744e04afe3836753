import { AsyncLocalStorage } from "node:async_hooks";
import type { CallScope } from "@surreal-sdk/core";

/** Follows a function across its awaits, until it has settled. */
export const createCallScope: (() => CallScope) | undefined = () => {
  const calls = new AsyncLocalStorage<{ open: boolean }>();
  let open = 0;
  return {
    get isInside() {
      return open > 0 && calls.getStore()?.open === true;
    },
    run(call) {
      const entry = { open: true };
      const end = (): void => {
        if (entry.open) open -= 1;
        entry.open = false;
      };
      open += 1;
      try {
        const given = calls.run(entry, call);
        Promise.resolve(given).then(end, end);
        return given;
      } catch (error) {
        end();
        throw error;
      }
    },
  };
};
