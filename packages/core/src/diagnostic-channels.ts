import type { DiagnosticChannels, DiagnosticReports } from "./call/observer.ts";

/** A channel of Node's `diagnostics_channel`. */
interface PlatformChannel {
  readonly hasSubscribers: boolean;
  publish(report: unknown): void;
}

/** The names of the channels. */
const names: Readonly<Record<keyof DiagnosticReports, string>> = {
  request: "surreal-sdk:request",
  requestStart: "surreal-sdk:request:start",
  status: "surreal-sdk:status",
  connect: "surreal-sdk:connect",
  live: "surreal-sdk:live",
};

/**
 * Reports on the channels `surreal-sdk:request`, `surreal-sdk:request:start`, `surreal-sdk:status`, `surreal-sdk:connect`
 * and `surreal-sdk:live`.
 *
 * @param open - the platform's function that opens a channel by its name
 * @internal
 */
export function diagnosticChannels(open: (name: string) => PlatformChannel): DiagnosticChannels {
  const entries = Object.entries(names).map(([kind, name]) => [kind, open(name)] as const);
  const channels = Object.fromEntries(entries) as Record<keyof DiagnosticReports, PlatformChannel>;
  return {
    isObserved: (kind) => channels[kind].hasSubscribers,
    publish: (kind, report) => channels[kind].publish(report),
  };
}
