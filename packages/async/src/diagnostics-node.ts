import { channel } from "node:diagnostics_channel";
import type { DiagnosticChannels } from "@surreal-sdk/core";

/** Reports on the channels `surreal-sdk:request`, `surreal-sdk:status`, `surreal-sdk:connect` and `surreal-sdk:live`. */
export const diagnostics: DiagnosticChannels | undefined = {
  isObserved: (name) => channels[name].hasSubscribers,
  publish: (name, report) => channels[name].publish(report),
};

const channels = {
  request: channel("surreal-sdk:request"),
  status: channel("surreal-sdk:status"),
  connect: channel("surreal-sdk:connect"),
  live: channel("surreal-sdk:live"),
};
