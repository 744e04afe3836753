import type { ChannelListener } from "@surreal-sdk/core";
import type { FromWorker } from "../wire/messages.ts";
import { fromSerializedError } from "../wire/serialized-error.ts";

/** What a link says on its own. */
export type Report = Exclude<
  FromWorker,
  { ticket: number } | { kind: "started" | "failed-to-start" | "died" | "left" } | { kind: "notification" | "lost" }
>;

/** Tells the listener what the link in the worker told its own. */
export function report(listener: ChannelListener, message: Report): void {
  switch (message.kind) {
    case "status":
      listener.status(
        message.status,
        ...(message.error === undefined ? [] : ([fromSerializedError(message.error)] as const)),
      );
      return;
    case "restored":
      listener.restored(message.label, message.frame, message.attempt);
      return;
    case "restore-failed":
      listener.restoreFailed(message.label, message.frame, message.attempt);
      return;
    case "ready":
      listener.ready(message.reconnected, message.attempt);
      return;
    case "diagnostic":
      listener.diagnostic(message.event);
  }
}
