import type { Bind } from "@surreal-sdk/core";

/** Where the platform binds nothing to a call, there is nothing to keep. */
export const bind: Bind | undefined = undefined;
