import { AsyncLocalStorage } from "node:async_hooks";
import type { Bind } from "@surreal-sdk/core";

/** Calls the function with the stores of every `AsyncLocalStorage` as they are now. */
export const bind: Bind | undefined = (call) => {
  const inContext = AsyncLocalStorage.snapshot();
  return (...given) => inContext(call, ...given);
};
