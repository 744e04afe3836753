import type { ChannelListener } from "@surreal-sdk/core";
import type { FromWorker } from "../wire/messages.ts";
import { fromSerializedError } from "../wire/serialized-error.ts";

/** The messages that a link sends without a request. */
export type Report = Exclude<
  FromWorker,
  { ticket: number } | { kind: "started" | "failed-to-start" | "died" | "left" } | { kind: "notification" | "lost" }
>;

/** Calls the listener with what the link in the worker reported. */
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
