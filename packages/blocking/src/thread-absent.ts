import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { Thread } from "./main/thread.ts";

/**
 * Refuses where no thread can be blocked, as in a browser.
 *
 * @throws UnsupportedFeatureError, always.
 */
export function startThread(): Thread {
  throw new UnsupportedFeatureError(
    "A blocking connection needs threads that may block, and this platform has none: use AsyncSurreal(url) here.",
    { feature: "blocking" },
  );
}

/** Asserts that threads can be blocked here. */
export function assertCanBlock(): void {
  startThread();
}
