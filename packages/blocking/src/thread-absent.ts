import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { Thread } from "./main/thread.ts";

/**
 * Where no thread can be blocked, as in a browser.
 *
 * @throws UnsupportedFeatureError, always.
 */
export function startThread(): Thread {
  throw new UnsupportedFeatureError(
    "A blocking connection needs threads that can wait, and this platform has none: use AsyncSurreal(url) here.",
    { feature: "blocking" },
  );
}

/** Reports whether threads can be blocked here. */
export function assertCanBlock(): void {
  startThread();
}
