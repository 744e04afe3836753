import type { CallScope } from "@surreal-sdk/core";

/** Where the platform cannot follow a function through what it waits for, core sees what it does until it returns. */
export const createCallScope: (() => CallScope) | undefined = undefined;
