import type { CallScope } from "@surreal-sdk/core";

/**
 * Absent where the platform cannot follow a function across its awaits; core then sees only what it does until it
 * returns.
 */
export const createCallScope: (() => CallScope) | undefined = undefined;
